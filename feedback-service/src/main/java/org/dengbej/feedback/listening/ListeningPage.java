package org.dengbej.feedback.listening;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.dengbej.feedback.correction.Corrections;
import org.dengbej.feedback.http.guard.RateLimitClass;
import org.dengbej.feedback.http.guard.RateLimits;
import org.dengbej.feedback.rating.RatingForm;
import org.dengbej.feedback.rating.RatingProblem;
import org.dengbej.feedback.rating.Ratings;
import org.dengbej.feedback.rating.Score;
import org.dengbej.feedback.voice.CurrentVoice;
import org.dengbej.feedback.voice.Sentence;
import org.dengbej.feedback.voice.VoiceApi;
import org.dengbej.feedback.voice.Voices;
import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.Language;
import org.dengbej.feedback.web.Messages;
import org.dengbej.feedback.web.Pages;
import org.dengbej.feedback.web.ProblemRenderer;
import org.dengbej.feedback.web.Require;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** The listening page: a sentence to hear, and a form to rate and correct it. It works without script; recording needs it. */
@Path("/")
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
public class ListeningPage {

    private static final List<Score> SCORES = List.of(Score.values());
    private static final List<RatingProblem> PROBLEMS = List.of(RatingProblem.values());

    @Inject
    @Location("listen")
    Template listen;

    @Inject
    Pages pages;

    @Inject
    ProblemRenderer renderer;

    @Inject
    RateLimits limits;

    @Inject
    Voices voices;

    @Inject
    Ratings ratings;

    @Inject
    Corrections corrections;

    @GET
    @Operation(hidden = true)
    public Response page(@RestQuery String voice, @RestQuery String lang, @Context HttpHeaders headers)
            throws SQLException {
        Language language = Language.of(lang, headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE));
        Optional<Sentence> sentence = randomSentence(voice);
        if (sentence.isEmpty()) {
            return ok(pages.message(
                    language,
                    language.messages(Messages.class).pageTitle(),
                    language.messages(ListeningMessages.class).noVoiceYet(),
                    null));
        }
        TemplateInstance page = language.apply(listen.instance())
                .data("submission", UUID.randomUUID())
                .data("sentence", sentence.get())
                .data(
                        "audio",
                        VoiceApi.audioPath(
                                sentence.get().voice(), sentence.get().id()))
                .data("scores", SCORES)
                .data("problems", PROBLEMS);
        return Response.ok(page)
                .header(HttpHeaders.CACHE_CONTROL, "no-store") // each page has a submission id of its own
                .build();
    }

    /** The fields of the page's form. */
    public static class Form {

        @RestForm
        String submission;

        @RestForm
        String voice;

        @RestForm
        String sentence;

        @RestForm
        String score;

        @RestForm
        List<String> problems;

        @RestForm
        String comment;

        @RestForm
        String lang;

        @RestForm
        FileUpload recording;

        boolean hasRecording() {
            return recording != null && recording.size() > 0;
        }
    }

    @POST
    @Path("listen")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(hidden = true)
    public Response submit(@BeanParam Form form, @Context HttpServerRequest request) throws SQLException, IOException {
        Language language = Language.of(form.lang);
        try {
            if (form.hasRecording()) {
                limits.take(RateLimitClass.UPLOADS, request);
            }
            store(form);
            return Response.seeOther(URI.create("/thanks?lang=" + language.tag()))
                    .build();
        } catch (InvalidInputException e) {
            return Response.status(e.status())
                    .entity(renderer.page(e.problem(), language))
                    .build();
        }
    }

    private void store(Form form) throws SQLException, IOException {
        Integer score = Require.number("score", form.score);
        UUID rating = ratings.submit(
                new RatingForm(form.submission, form.voice, form.sentence, score, form.problems, form.comment));
        if (form.hasRecording()) {
            corrections.submit(new Corrections.Submission(
                    form.submission, form.voice, form.sentence, rating.toString(), form.recording.uploadedFile()));
        }
    }

    @GET
    @Path("thanks")
    @Operation(hidden = true)
    public Response thanks(@RestQuery String lang) {
        Language language = Language.of(lang);
        ListeningMessages messages = language.messages(ListeningMessages.class);
        return ok(pages.message(language, messages.thanks(), messages.answerSaved(), messages.nextSentence()));
    }

    private static Response ok(TemplateInstance page) {
        return Response.ok(page).build();
    }

    private Optional<Sentence> randomSentence(String voice) throws SQLException {
        Optional<CurrentVoice> speaker = voice == null ? voices.all().stream().findFirst() : voices.find(voice);
        List<Sentence> sentences =
                speaker.isEmpty() ? List.of() : voices.sentences(speaker.get().name());
        return sentences.isEmpty()
                ? Optional.empty()
                : Optional.of(sentences.get(ThreadLocalRandom.current().nextInt(sentences.size())));
    }
}
