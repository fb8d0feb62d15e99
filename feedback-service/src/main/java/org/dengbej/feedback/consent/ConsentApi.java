package org.dengbej.feedback.consent;

import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import org.dengbej.feedback.listener.Listener;
import org.dengbej.feedback.listener.Listeners;
import org.dengbej.feedback.voice.Voices;
import org.dengbej.feedback.web.Language;
import org.dengbej.feedback.web.Require;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Endpoints for consents: the text of a voice, and a listener's agreement to it. */
@Path("/api/voices/{voice}/consent")
@Tag(name = "Consents")
@Produces(MediaType.APPLICATION_JSON)
public class ConsentApi {

    /**
     * An agreement.
     *
     * @param version  of the text that was read
     * @param language in which: ku, ckb, tr or en; absent: en
     */
    public record AgreementForm(Integer version, String language) {}

    @Inject
    ConsentTexts texts;

    @Inject
    Consents consents;

    @Inject
    Listeners listeners;

    @Inject
    Voices voices;

    @GET
    @Operation(summary = "The text that a listener agrees to before the first recording, in every language")
    @APIResponse(responseCode = "200", description = "The text; version 0 is the default")
    @APIResponse(responseCode = "404", description = "There is no such voice")
    public ConsentText text(String voice) throws SQLException {
        voices.require(voice);
        return texts.current(voice);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Agree to the text; the answer is the receipt, which /api/me has, too")
    @APIResponse(responseCode = "200", description = "The receipt")
    @APIResponse(responseCode = "404", description = "There is no such voice")
    @APIResponse(responseCode = "409", description = "Another version of the text counts by now")
    public Response agree(
            String voice,
            @CookieParam(Listeners.COOKIE) String cookie,
            AgreementForm form,
            @Context HttpServerRequest request)
            throws SQLException {
        voices.require(voice);
        AgreementForm given = Require.present("the body", form);
        Listener listener = listeners.of(cookie);
        Receipt receipt = consents.agree(
                listener, voice, Require.present("version", given.version()), Language.of(given.language()));
        return Response.ok(receipt)
                .cookie(Listeners.cookie(listener, request.isSSL()))
                .build();
    }
}
