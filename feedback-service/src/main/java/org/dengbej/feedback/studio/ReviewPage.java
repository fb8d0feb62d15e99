package org.dengbej.feedback.studio;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.UUID;
import org.dengbej.feedback.correction.Corrections;
import org.dengbej.feedback.operators.OperatorActs;
import org.dengbej.feedback.operators.OperatorKey;
import org.dengbej.feedback.voice.ByteRange;
import org.dengbej.feedback.voice.Voices;
import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.ReasonMessages;
import org.dengbej.feedback.web.Require;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;

/** The queue of recordings that wait for a review: one at a time, the oldest first, decided by a button or a key. */
@Path("/studio/voices/{voice}/review")
@RolesAllowed(OperatorKey.ROLE)
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
public class ReviewPage {

    @Inject
    @Location("studio/review")
    Template template;

    @Inject
    StudioPages pages;

    @Inject
    Voices voices;

    @Inject
    StudioQueries queries;

    @Inject
    Corrections corrections;

    @Inject
    OperatorActs acts;

    /** {@code after}: id of the recording that was skipped; null for the first. */
    @GET
    public Response next(String voice, @RestQuery String after) throws SQLException {
        voices.require(voice);
        UUID skipped = after == null ? null : Require.uuid("after", after);
        return StudioPages.ok(pages.page(template, StudioPages.messages().review(), voice)
                .data("recording", queries.pending(voice, skipped).orElse(null))
                .data("after", after)
                .data("waiting", queries.waiting(voice).pending()));
    }

    @GET
    @Path("/{correction}.wav")
    @Produces("audio/wav")
    public Response sound(String voice, String correction, @HeaderParam("Range") String range)
            throws SQLException, IOException {
        try {
            return ByteRange.of(range, corrections.wav(find(voice, correction)))
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build();
        } catch (NoSuchFileException e) {
            throw InvalidInputException.notFound(ReasonMessages::noSuchRecording);
        }
    }

    private UUID find(String voice, String correction) throws SQLException {
        UUID id = Require.uuid("correction", correction);
        if (!queries.isOf(voice, id)) {
            throw InvalidInputException.notFound(ReasonMessages::noSuchRecording);
        }
        return id;
    }

    @POST
    @Path("/{correction}")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response decide(String voice, String correction, @RestForm String decision, @RestForm String after)
            throws SQLException {
        UUID id = find(voice, correction);
        switch (Require.present("decision", decision)) {
            case "approve" -> acts.review(id, true, false);
            case "reject" -> acts.review(id, false, false);
            default -> throw InvalidInputException.malformed(ReasonMessages::unknownDecision);
        }
        return after == null || after.isBlank()
                ? StudioPages.see("/studio/voices/{voice}/review", voice)
                : Response.fromResponse(StudioPages.see("/studio/voices/{voice}/review", voice))
                        .location(UriBuilder.fromPath("/studio/voices/{voice}/review")
                                .queryParam("after", Require.uuid("after", after))
                                .build(voice))
                        .build();
    }
}
