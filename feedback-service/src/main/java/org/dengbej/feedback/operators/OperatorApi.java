package org.dengbej.feedback.operators;

import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.dengbej.feedback.audit.Audit;
import org.dengbej.feedback.audit.AuditEntry;
import org.dengbej.feedback.outbox.Outbox;
import org.dengbej.feedback.voice.Voices;
import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.Require;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;
import org.jboss.resteasy.reactive.RestQuery;

/** Endpoints for operators. */
@Path("/api/operators")
@RolesAllowed(OperatorKey.ROLE)
@Cache(noStore = true)
@Tag(name = "Operators")
@SecurityScheme(securitySchemeName = "operators-key", type = SecuritySchemeType.HTTP, scheme = "bearer")
@SecurityRequirement(name = "operators-key")
@Produces(MediaType.APPLICATION_JSON)
public class OperatorApi {

    private static final int MAX_LIMIT = 1000;

    /** The outbox: the number of events that wait, and the oldest of them. */
    public record OutboxView(long waiting, List<FeedbackQueries.Waiting> oldest) {}

    @Inject
    FeedbackQueries queries;

    @Inject
    Outbox outbox;

    @Inject
    Audit audit;

    @Inject
    Voices voices;

    @GET
    @Path("/ratings")
    @Operation(summary = "Ratings, the newest first; the next page is asked for with before = the last one's givenAt")
    public List<FeedbackQueries.Rating> ratings(
            @RestQuery String voice, @RestQuery String before, @RestQuery @DefaultValue("100") String limit)
            throws SQLException {
        return queries.ratings(existingVoice(voice), moment(before), count(limit));
    }

    @GET
    @Path("/corrections")
    @Operation(summary = "Recordings without their sound, the newest first")
    public List<FeedbackQueries.Correction> corrections(
            @RestQuery String voice, @RestQuery String before, @RestQuery @DefaultValue("100") String limit)
            throws SQLException {
        return queries.corrections(existingVoice(voice), moment(before), count(limit));
    }

    @GET
    @Path("/audit")
    @Operation(
            summary =
                    "Acts of voice builders, the newest first; the next page is asked for with before = the last one's id")
    public List<AuditEntry> audit(@RestQuery String before, @RestQuery @DefaultValue("100") String limit)
            throws SQLException {
        Integer id = Require.number("before", before);
        return audit.before(id == null ? Long.MAX_VALUE : id, count(limit));
    }

    @GET
    @Path("/outbox")
    @Operation(summary = "Events that wait for the broker, the oldest first")
    public OutboxView outbox(@RestQuery @DefaultValue("100") String limit) throws SQLException {
        return new OutboxView(outbox.backlog().events(), queries.waiting(count(limit)));
    }

    private String existingVoice(String voice) throws SQLException {
        if (voice != null) {
            voices.require(voice);
        }
        return voice;
    }

    private static Instant moment(String before) {
        try {
            return before == null ? Instant.now().plusSeconds(1) : Instant.parse(before);
        } catch (DateTimeParseException e) {
            throw InvalidInputException.malformed(reasons -> reasons.notAMoment("before"));
        }
    }

    private static int count(String limit) {
        Integer count = Require.number("limit", limit);
        if (count == null || count < 1 || count > MAX_LIMIT) {
            throw InvalidInputException.malformed(reasons -> reasons.outOfRange("limit", 1, MAX_LIMIT));
        }
        return count;
    }
}
