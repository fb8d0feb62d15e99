package org.dengbej.feedback.me;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriBuilder;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import org.dengbej.feedback.erasure.Erasures;
import org.dengbej.feedback.listener.Listener;
import org.dengbej.feedback.listener.Listeners;
import org.dengbej.feedback.voice.ByteRange;
import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.Language;
import org.dengbej.feedback.web.ReasonMessages;
import org.dengbej.feedback.web.Require;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;

/** A listener's own page: recordings to be heard, taken along and erased, and everything else. It works without script. */
@Path("/me")
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
public class MePage {

    private static final String NO_STORE = "no-store";
    private static final String YES = "yes";

    @Inject
    @Location("me")
    Template template;

    @Inject
    Listeners listeners;

    @Inject
    MyDataQueries queries;

    @Inject
    MyRecordings recordings;

    @Inject
    Erasures erasures;

    @GET
    @Operation(hidden = true)
    public Response show(
            @RestQuery String lang, @CookieParam(Listeners.COOKIE) String cookie, @Context HttpHeaders headers)
            throws SQLException {
        Language language = Language.of(lang, headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE));
        Listener listener = listeners.of(cookie);
        listeners.seen(listener);
        return Response.ok(language.apply(template.instance()).data("mine", queries.of(listener.id())))
                .header(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .build();
    }

    @GET
    @Path("recordings/{recording}.wav")
    @Produces("audio/wav")
    @Operation(hidden = true)
    public Response sound(
            String recording, @CookieParam(Listeners.COOKIE) String cookie, @HeaderParam("Range") String range)
            throws SQLException, IOException {
        return ByteRange.of(range, recordings.wav(listeners.of(cookie), recording))
                .header(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .build();
    }

    @GET
    @Path("data.zip")
    @Produces("application/zip")
    @Operation(hidden = true)
    public Response archive(@CookieParam(Listeners.COOKIE) String cookie) throws SQLException {
        MyData data = queries.of(listeners.of(cookie).id());
        StreamingOutput archive = out -> recordings.writeArchive(data, out);
        return Response.ok(archive)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"dengbej.zip\"")
                .header(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .build();
    }

    @POST
    @Path("recordings/{recording}/erase")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(hidden = true)
    public Response erase(String recording, @RestForm String lang, @CookieParam(Listeners.COOKIE) String cookie)
            throws SQLException {
        erasures.eraseRecording(listeners.of(cookie).id(), Require.uuid("recording", recording));
        return see(lang).build();
    }

    @POST
    @Path("erase")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(hidden = true)
    public Response forget(
            @RestForm String sure,
            @RestForm String lang,
            @CookieParam(Listeners.COOKIE) String cookie,
            @Context HttpServerRequest request)
            throws SQLException {
        if (!YES.equals(sure)) {
            throw InvalidInputException.malformed(ReasonMessages::notSure);
        }
        erasures.eraseListener(listeners.of(cookie).id());
        return see(lang).cookie(Listeners.noCookie(request.isSSL())).build();
    }

    private static Response.ResponseBuilder see(String lang) {
        URI page = UriBuilder.fromPath("/me")
                .queryParam("lang", Language.of(lang).tag())
                .build();
        return Response.seeOther(page).header(HttpHeaders.CACHE_CONTROL, NO_STORE);
    }
}
