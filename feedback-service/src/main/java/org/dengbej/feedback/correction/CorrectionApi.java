package org.dengbej.feedback.correction;

import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import org.dengbej.feedback.consent.GivenConsent;
import org.dengbej.feedback.web.AnonymousAccess;
import org.dengbej.feedback.web.Require;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** Endpoint for corrections by nobody in particular, off by default; they wait for a review. Cards have an endpoint of their own. */
@Path("/api/corrections")
@Tag(name = "Feedback")
@Consumes(MediaType.MULTIPART_FORM_DATA)
@Produces(MediaType.APPLICATION_JSON)
public class CorrectionApi {

    @Inject
    Corrections corrections;

    @Inject
    AnonymousAccess access;

    @POST
    @Operation(
            summary = "Correct a sentence with a recording: a sound file of WAV, FLAC, MP3, Ogg, WebM or MP4",
            description = "consent is the version of /api/voices/{voice}/consent that whoever speaks has agreed to")
    @APIResponse(responseCode = "201", description = "It is in the database; the body has its id")
    @APIResponse(responseCode = "400", description = "What is wrong with the form")
    @APIResponse(responseCode = "403", description = "The anonymous API is off, or the consent is missing or outdated")
    @APIResponse(responseCode = "409", description = "Another recording was taken under this submission")
    @APIResponse(responseCode = "413", description = "The file is too large")
    @APIResponse(responseCode = "422", description = "What is wrong with the sound")
    @APIResponse(responseCode = "429", description = "Too many; Retry-After says when the next is taken")
    @APIResponse(responseCode = "503", description = "Not now; Retry-After says when. Nothing was taken for certain")
    public Response correct(
            @RestForm String submission,
            @RestForm String voice,
            @RestForm String sentence,
            @RestForm String rating,
            @RestForm String consent,
            @RestForm("recording") FileUpload recording)
            throws SQLException, IOException {
        access.requireAnonymous();
        Corrections.Submission given = new Corrections.Submission(
                submission,
                voice,
                sentence,
                rating,
                recording == null ? null : recording.uploadedFile(),
                consent(consent));
        return Response.status(Response.Status.CREATED)
                .entity(Map.of("id", corrections.submit(given)))
                .build();
    }

    /** The version that the sender says was agreed to; null where it says nothing. */
    private static GivenConsent consent(String version) {
        Integer agreed = Require.number("consent", version);
        return agreed == null ? null : new GivenConsent(null, agreed);
    }
}
