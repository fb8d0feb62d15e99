package org.dengbej.feedback.consent;

import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.sql.SQLException;
import org.dengbej.feedback.listener.Listener;
import org.dengbej.feedback.listener.Listeners;
import org.dengbej.feedback.voice.Voices;
import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.Language;
import org.dengbej.feedback.web.Require;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;

/** The form of a recording card whose listener has not agreed yet. */
@Path("/{voice}/consent")
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
public class ConsentPage {

    private static final String YES = "yes";

    @Inject
    Consents consents;

    @Inject
    Listeners listeners;

    @Inject
    Voices voices;

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(hidden = true)
    public Response agree(
            String voice,
            @RestForm String version,
            @RestForm String agreed,
            @RestForm String lang,
            @CookieParam(Listeners.COOKIE) String cookie,
            @Context HttpServerRequest request)
            throws SQLException {
        voices.require(voice);
        int read = Require.present("version", Require.number("version", version));
        if (!YES.equals(agreed)) {
            throw InvalidInputException.malformed(reasons -> reasons.missing("agreed"));
        }
        Language language = Language.of(lang);
        Listener listener = listeners.of(cookie);
        consents.agree(listener, voice, read, language);
        return Response.seeOther(UriBuilder.fromPath("/{voice}")
                        .queryParam("lang", language.tag())
                        .build(voice))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .cookie(Listeners.cookie(listener, request.isSSL()))
                .build();
    }
}
