package org.dengbej.feedback.operators;

import com.fasterxml.jackson.annotation.JsonInclude;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dengbej.feedback.opinion.OpinionScores;
import org.dengbej.feedback.opinion.Opinions;
import org.dengbej.feedback.pair.PairStudies;
import org.dengbej.feedback.statistics.Interval;
import org.dengbej.feedback.statistics.MeanOpinionScore;
import org.dengbej.feedback.statistics.WinRate;
import org.dengbej.feedback.voice.SentenceRole;
import org.dengbej.feedback.voice.Version;
import org.dengbej.feedback.voice.VersionState;
import org.dengbej.feedback.voice.Versions;
import org.dengbej.feedback.voice.Voices;
import org.dengbej.feedback.web.Require;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;

/** Endpoints for voice builders: a voice's versions, what listeners say of them, its sentences and its text of consent. */
@Path("/api/operators/voices/{voice}")
@RolesAllowed(OperatorKey.ROLE)
@Cache(noStore = true)
@Tag(name = "Operators")
@SecurityRequirement(name = "operators-key")
@Produces(MediaType.APPLICATION_JSON)
public class VersionApi {

    /** A mean opinion score of 1 to 5 with its 95 % confidence interval, and what it comes from. */
    public record OpinionView(double mean, double lower, double upper, int ratings, int listeners) {}

    /** Ratings that do not count, by reason, as {@code not_played} or {@code network_cap}. */
    public record ExcludedView(String reason, int ratings) {}

    /** A win rate of 0 to 1 with its 95 % confidence sequence, and what it comes from. */
    public record PairsView(double winRate, double lower, double upper, int votes, int listeners) {}

    /** A version; {@code pairs} is of one that is or was a challenger, {@code reason} says why it is in its state. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record VersionView(
            int number,
            String state,
            String reason,
            String sha256,
            String uri,
            String job,
            OpinionView opinion,
            List<ExcludedView> excluded,
            PairsView pairs) {}

    /** A text of consent by language: ku, ckb, tr and en. */
    public record ConsentForm(Map<String, String> texts) {}

    /** Sentences to add; {@code role} is evaluation, recording or trap, {@code score} what traps ask for, else null. */
    public record SentencesForm(String role, List<String> texts, Integer score) {}

    @Inject
    Voices voices;

    @Inject
    Versions versions;

    @Inject
    OpinionScores opinions;

    @Inject
    PairStudies studies;

    @Inject
    OperatorActs acts;

    @GET
    @Path("/versions")
    @Operation(summary = "The versions of a voice, the newest first, and what listeners say of them")
    public List<VersionView> versions(String voice) throws SQLException {
        voices.require(voice);
        List<VersionView> views = new ArrayList<>();
        for (Version version : versions.of(voice)) {
            views.add(view(version));
        }
        return views;
    }

    private VersionView view(Version version) throws SQLException {
        Opinions opinion = opinions.of(version);
        WinRate winRate = studies.of(version);
        boolean compared = version.state() == VersionState.CHALLENGER || winRate.votes() > 0;
        return new VersionView(
                version.number(),
                version.state().label(),
                version.reason(),
                version.sha256(),
                version.uri(),
                version.job(),
                opinion.score().map(VersionApi::view).orElse(null),
                excluded(opinion),
                compared ? view(winRate) : null);
    }

    private static List<ExcludedView> excluded(Opinions opinions) {
        return opinions.excluded().entrySet().stream()
                .map(reason -> new ExcludedView(reason.getKey().label(), reason.getValue()))
                .toList();
    }

    private static OpinionView view(MeanOpinionScore score) {
        Interval interval = score.interval();
        return new OpinionView(score.mean(), interval.lower(), interval.upper(), score.ratings(), score.listeners());
    }

    private static PairsView view(WinRate winRate) {
        Interval interval = winRate.interval();
        return new PairsView(winRate.rate(), interval.lower(), interval.upper(), winRate.votes(), winRate.listeners());
    }

    @POST
    @Path("/versions/{number}/promote")
    @Operation(summary = "Make a version the champion, whatever its pairs say")
    @APIResponse(responseCode = "204", description = "Listeners hear it now")
    @APIResponse(responseCode = "404", description = "There is no such version")
    @APIResponse(responseCode = "409", description = "It is the champion, or its folder is not known")
    public void promote(String voice, String number) throws SQLException {
        voices.require(voice);
        acts.promote(voice, Require.present("number", Require.number("number", number)));
    }

    @POST
    @Path("/roll-back")
    @Operation(summary = "Take the champion back: the version before it speaks again")
    @APIResponse(responseCode = "204", description = "Listeners hear the version before")
    @APIResponse(responseCode = "409", description = "There was none before")
    public void rollBack(String voice) throws SQLException {
        acts.rollBack(voice);
    }

    @POST
    @Path("/fine-tune")
    @Operation(summary = "Fine-tune a voice now, on the approved corrections that wait and on what it was made of")
    @APIResponse(responseCode = "202", description = "The job's id")
    @APIResponse(responseCode = "404", description = "There is no such voice")
    @APIResponse(responseCode = "409", description = "It has an open job, or nothing to be trained on")
    public Response fineTune(String voice) throws SQLException {
        return Response.accepted(Map.of("job", acts.fineTune(voice))).build();
    }

    @POST
    @Path("/jobs/{job}/cancel")
    @Operation(summary = "Ask the trainer to cancel the voice's open fine-tune job; it ends with a checkpoint")
    @APIResponse(responseCode = "202", description = "The job is asked to end")
    @APIResponse(responseCode = "404", description = "This voice has no such open job")
    public Response cancel(String voice, String job) throws SQLException {
        acts.cancel(voice, job);
        return Response.accepted().build();
    }

    @POST
    @Path("/sentences")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "Add sentences, to be rated, to be recorded, or as traps; those that are there stay in their role")
    @APIResponse(responseCode = "204", description = "Champion and challenger speak them")
    @APIResponse(responseCode = "400", description = "What is wrong with them")
    @APIResponse(responseCode = "422", description = "Which of them the voice cannot speak; none was added")
    public Response add(String voice, SentencesForm form) throws SQLException {
        voices.require(voice);
        SentencesForm given = Require.present("the body", form);
        acts.addSentences(voice, SentenceRole.of(given.role()), Require.present("texts", given.texts()), given.score());
        return Response.noContent().build();
    }

    @POST
    @Path("/consent")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "Set the text that listeners agree to before they record; who agreed to another one is asked again")
    @APIResponse(responseCode = "201", description = "Its version")
    @APIResponse(responseCode = "400", description = "Which language has no text")
    @APIResponse(responseCode = "404", description = "There is no such voice")
    public Response consent(String voice, ConsentForm form) throws SQLException {
        ConsentForm given = Require.present("the body", form);
        int version = acts.setConsent(voice, Require.present("texts", given.texts()));
        return Response.status(Response.Status.CREATED)
                .entity(Map.of("version", version))
                .build();
    }
}
