package org.dengbej.feedback.trigger;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.dengbej.feedback.voice.Voices;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Endpoint for the fine-tune jobs of a voice. */
@Path("/api/voices/{voice}/jobs")
@Tag(name = "Voices")
@Produces(MediaType.APPLICATION_JSON)
public class JobApi {

    private static final int MAX_JOBS = 100;

    /**
     * A fine-tune job; {@code state} is open, completed or failed, {@code trigger} corrections, ratings or builder, {@code version} the
     * champion that it started from, 0 where that is not known, {@code corrections} the number that it was started with,
     * {@code endedAt} null while it is open.
     */
    public record JobView(
            String id,
            String state,
            String trigger,
            int version,
            int corrections,
            String detail,
            Instant startedAt,
            Instant endedAt) {}

    @Inject
    Voices voices;

    @Inject
    Jobs jobs;

    @GET
    @Operation(summary = "The fine-tune jobs of a voice, the newest first, 100 at most")
    public List<JobView> jobs(String voice) throws SQLException {
        voices.require(voice);
        return jobs.of(voice, MAX_JOBS);
    }
}
