package org.dengbej.feedback.studio;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.Optional;
import org.dengbej.feedback.operators.OperatorActs;
import org.dengbej.feedback.operators.OperatorKey;
import org.dengbej.feedback.telemetry.JobUpdate;
import org.dengbej.feedback.telemetry.LiveJobs;
import org.dengbej.feedback.trigger.JobApi.JobView;
import org.dengbej.feedback.trigger.Jobs;
import org.dengbej.feedback.voice.TrainingJobs;
import org.dengbej.feedback.voice.Versions;
import org.dengbej.feedback.voice.Voices;
import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.ReasonMessages;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** The fine-tune jobs of a voice, to start, to watch and to cancel. */
@Path("/studio/voices/{voice}/jobs")
@RolesAllowed(OperatorKey.ROLE)
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
public class JobPage {

    private static final int MAX_JOBS = 100;
    private static final int MAX_EVALUATIONS = 100;

    @Inject
    @Location("studio/jobs")
    Template all;

    @Inject
    @Location("studio/job")
    Template one;

    @Inject
    StudioPages pages;

    @Inject
    Voices voices;

    @Inject
    StudioQueries queries;

    @Inject
    Jobs jobs;

    @Inject
    TrainingJobs trainingJobs;

    @Inject
    Versions versions;

    @Inject
    LiveJobs live;

    @Inject
    OperatorActs acts;

    @GET
    public Response jobs(String voice) throws SQLException {
        voices.require(voice);
        return StudioPages.ok(pages.page(all, StudioPages.messages().jobs(), voice)
                .data("jobs", jobs.of(voice, MAX_JOBS))
                .data("waiting", queries.waiting(voice)));
    }

    @GET
    @Path("/{job}")
    public Response job(String voice, String job) throws SQLException {
        voices.require(voice);
        return StudioPages.ok(pages.page(one, job, voice)
                .data("id", job)
                .data("job", find(voice, job))
                .data(
                        "evaluations",
                        trainingJobs.evaluations(job, MAX_EVALUATIONS).stream()
                                .map(EvaluationView::of)
                                .toList())
                .data("versions", versions.madeBy(job)));
    }

    /** A fine-tune job of a voice; null for a job of it that somebody else started. */
    private JobView find(String voice, String job) throws SQLException {
        Optional<JobView> found = jobs.of(voice, MAX_JOBS).stream()
                .filter(each -> each.id().equals(job))
                .findFirst();
        if (found.isEmpty() && trainingJobs.voice(job).filter(voice::equals).isEmpty()) {
            throw InvalidInputException.notFound(ReasonMessages::noSuchJob);
        }
        return found.orElse(null);
    }

    @GET
    @Path("/{job}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    public Multi<JobUpdate> events(String job) {
        return live.of(job);
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response start(String voice) throws SQLException {
        return StudioPages.see("/studio/voices/{voice}/jobs/{job}", voice, acts.fineTune(voice));
    }

    @POST
    @Path("/{job}/cancel")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response cancel(String voice, String job) throws SQLException {
        acts.cancel(voice, job);
        return StudioPages.see("/studio/voices/{voice}/jobs/{job}", voice, job);
    }
}
