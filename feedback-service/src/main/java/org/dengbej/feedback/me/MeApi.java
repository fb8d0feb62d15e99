package org.dengbej.feedback.me;

import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.sql.SQLException;
import org.dengbej.feedback.erasure.Erasures;
import org.dengbej.feedback.listener.Listener;
import org.dengbej.feedback.listener.Listeners;
import org.dengbej.feedback.web.Require;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;

/** Endpoints for what this service has of a listener, who is whoever sends the listener's cookie. */
@Path("/api/me")
@Cache(noStore = true)
@Tag(name = "Me")
@Produces(MediaType.APPLICATION_JSON)
public class MeApi {

    @Inject
    Listeners listeners;

    @Inject
    MyDataQueries queries;

    @Inject
    MyRecordings recordings;

    @Inject
    Erasures erasures;

    @GET
    @Operation(
            summary = "Everything that is stored of the listener: recordings, ratings, votes, reviews, cards, consents")
    public MyData me(@CookieParam(Listeners.COOKIE) String cookie) throws SQLException {
        Listener listener = listeners.of(cookie);
        listeners.seen(listener);
        return queries.of(listener.id());
    }

    @GET
    @Path("recordings/{recording}")
    @Produces("audio/wav")
    @Operation(summary = "A recording of the listener's as a WAV file")
    @APIResponse(responseCode = "404", description = "The listener has no such recording")
    public byte[] recording(String recording, @CookieParam(Listeners.COOKIE) String cookie)
            throws SQLException, IOException {
        return recordings.wav(listeners.of(cookie), recording);
    }

    @DELETE
    @Path("recordings/{recording}")
    @Operation(summary = "Erase a recording: its row and its files now, its prepared batches within a day")
    @APIResponse(responseCode = "204", description = "It is erased; the next training leaves it out")
    @APIResponse(responseCode = "404", description = "The listener has no such recording")
    public void erase(String recording, @CookieParam(Listeners.COOKIE) String cookie) throws SQLException {
        erasures.eraseRecording(listeners.of(cookie).id(), Require.uuid("recording", recording));
    }

    @DELETE
    @Operation(
            summary =
                    "Erase the listener: all recordings, ratings, votes, reviews, cards and consents; the cookie is cleared")
    @APIResponse(responseCode = "204", description = "Nothing of the listener is stored any more")
    public Response forget(@CookieParam(Listeners.COOKIE) String cookie, @Context HttpServerRequest request)
            throws SQLException {
        erasures.eraseListener(listeners.of(cookie).id());
        return Response.noContent().cookie(Listeners.noCookie(request.isSSL())).build();
    }
}
