package org.dengbej.feedback.listening;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateInstance;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.dengbej.feedback.correction.CorrectionApi;
import org.dengbej.feedback.correction.Corrections;
import org.dengbej.feedback.rating.RatingForm;
import org.dengbej.feedback.rating.Ratings;
import org.dengbej.feedback.voice.CurrentVoice;
import org.dengbej.feedback.voice.Sentence;
import org.dengbej.feedback.voice.Voices;
import org.dengbej.feedback.web.InvalidInputException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** A sentence to hear, and a form to say what one thinks of it. It works without script; recording needs it. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
public class ListeningPage {

    private static final List<Integer> SCORES = List.of(1, 2, 3, 4, 5);

    @Inject
    @Location("listen")
    Template listen;

    @Inject
    @Location("message")
    Template message;

    @Inject
    Voices voices;

    @Inject
    Ratings ratings;

    @Inject
    Corrections corrections;

    @GET
    @Operation(hidden = true)
    public Response page(
            @RestQuery String voice,
            @RestQuery String lang,
            @HeaderParam("Accept-Language") String accepted,
            @CookieParam(Tokens.COOKIE) String cookie)
            throws SQLException {
        Words words = Words.in(lang == null ? preferred(accepted) : lang);
        Optional<Sentence> sentence = anySentence(voice);
        if (sentence.isEmpty()) {
            return ok(message(words, words.get("title"), words.get("empty"), null));
        }
        String token = cookie == null ? Tokens.fresh() : cookie;
        TemplateInstance page = listen.data("words", words)
                .data("token", token)
                .data("submission", UUID.randomUUID())
                .data("sentence", sentence.get())
                .data(
                        "audio",
                        "/api/voices/%s/sentences/%s/audio"
                                .formatted(
                                        sentence.get().voice(), sentence.get().id()))
                .data("scores", SCORES)
                .data("problems", Ratings.PROBLEMS);
        NewCookie form = new NewCookie.Builder(Tokens.COOKIE)
                .value(token)
                .path("/")
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
        return Response.ok(page).cookie(form).build();
    }

    @POST
    @Path("listen")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(hidden = true)
    public Response listened(
            @CookieParam(Tokens.COOKIE) String cookie,
            @RestForm String token,
            @RestForm String submission,
            @RestForm String voice,
            @RestForm String sentence,
            @RestForm Integer score,
            @RestForm List<String> problems,
            @RestForm String comment,
            @RestForm String lang,
            @RestForm("recording") FileUpload recording)
            throws SQLException, IOException {
        Words words = Words.in(lang);
        try {
            if (!Tokens.match(cookie, token)) {
                throw InvalidInputException.malformed("the form is not one of this page; reload it and try again");
            }
            UUID rating = ratings.give(new RatingForm(submission, voice, sentence, score, problems, comment));
            if (recording != null && recording.size() > 0) {
                corrections.give(new Corrections.Given(
                        submission, voice, sentence, rating.toString(), CorrectionApi.bytes(recording)));
            }
            return Response.seeOther(URI.create("/thanks?lang=" + words.tag())).build();
        } catch (InvalidInputException e) {
            return Response.status(e.status())
                    .entity(message(words, words.get("refused"), e.getMessage(), words.get("back")))
                    .build();
        }
    }

    @GET
    @Path("thanks")
    @Operation(hidden = true)
    public Response thanks(@RestQuery String lang) {
        Words words = Words.in(lang);
        return ok(message(words, words.get("thanks"), words.get("thanks.more"), words.get("next")));
    }

    private TemplateInstance message(Words words, String title, String text, String link) {
        return message.data("words", words)
                .data("title", title)
                .data("text", text)
                .data("link", link);
    }

    private static Response ok(TemplateInstance page) {
        return Response.ok(page).build();
    }

    private static String preferred(String accepted) {
        return accepted != null && accepted.toLowerCase(Locale.ROOT).startsWith("ku") ? "ku" : "en";
    }

    private Optional<Sentence> anySentence(String voice) throws SQLException {
        List<CurrentVoice> all = voices.all();
        String name = voice != null || all.isEmpty() ? voice : all.get(0).name();
        List<Sentence> sentences = name == null ? List.of() : voices.sentences(name);
        return sentences.isEmpty()
                ? Optional.empty()
                : Optional.of(sentences.get(ThreadLocalRandom.current().nextInt(sentences.size())));
    }
}
