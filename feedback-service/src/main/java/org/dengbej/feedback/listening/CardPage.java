package org.dengbej.feedback.listening;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.dengbej.feedback.assignment.Assignment;
import org.dengbej.feedback.assignment.CardSequence;
import org.dengbej.feedback.http.guard.RateLimitClass;
import org.dengbej.feedback.http.guard.RateLimits;
import org.dengbej.feedback.listener.Listener;
import org.dengbej.feedback.listener.Listeners;
import org.dengbej.feedback.rating.RatingProblem;
import org.dengbej.feedback.rating.Score;
import org.dengbej.feedback.voice.ByteRange;
import org.dengbej.feedback.voice.Version;
import org.dengbej.feedback.voice.Voices;
import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.Language;
import org.dengbej.feedback.web.Pages;
import org.dengbej.feedback.web.ProblemRenderer;
import org.dengbej.feedback.web.Require;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;

/**
 * The listeners' pages: one card at a time, each at an address of its own, so that an answer belongs to what was heard whatever the
 * browser's Back, a reload or a second tab do. They work without script; recording needs it.
 */
@Path("/")
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
public class CardPage {

    /** Of a token, in paths. */
    static final String TOKEN = "[0-9a-f-]+";

    private static final List<Score> SCORES = List.of(Score.values());
    private static final List<RatingProblem> PROBLEMS = List.of(RatingProblem.values());

    @Inject
    @Location("card")
    Template template;

    @Inject
    Pages pages;

    @Inject
    ProblemRenderer renderer;

    @Inject
    RateLimits limits;

    @Inject
    Voices voices;

    @Inject
    Listeners listeners;

    @Inject
    Cards cards;

    @Inject
    CardAnswers answers;

    @GET
    @Operation(hidden = true)
    public Response start(@RestQuery String lang, @Context HttpHeaders headers) throws SQLException {
        Optional<Version> newest = voices.all().stream().findFirst();
        if (newest.isPresent()) {
            return see(pageOf(newest.get().voice(), lang));
        }
        Language language = language(lang, headers);
        ListeningMessages messages = language.messages(ListeningMessages.class);
        return ok(pages.message(language, messages.noVoice(), messages.noVoiceYet(), null));
    }

    @GET
    @Path("{voice}")
    @Operation(hidden = true)
    public Response next(
            String voice,
            @RestQuery String lang,
            @CookieParam(Listeners.COOKIE) String cookie,
            @Context HttpHeaders headers,
            @Context HttpServerRequest request)
            throws SQLException {
        Listener listener = listeners.of(cookie);
        Optional<Assignment> card = cards.next(listener, voice, request);
        if (card.isEmpty()) {
            Language language = language(lang, headers);
            ListeningMessages messages = language.messages(ListeningMessages.class);
            return ok(pages.message(language, messages.thanks(), messages.allDone(), null));
        }
        return Response.fromResponse(see(card(card.get(), lang)))
                .cookie(Listeners.cookie(listener, request.isSSL()))
                .build();
    }

    @GET
    @Path("{voice}/{token:" + TOKEN + "}")
    @Operation(hidden = true)
    public Response card(
            String voice,
            String token,
            @RestQuery String lang,
            @CookieParam(Listeners.COOKIE) String cookie,
            @Context HttpHeaders headers)
            throws SQLException {
        Assignment card = cards.find(listeners.of(cookie), voice, token);
        if (card.answered()) {
            return see(pageOf(voice, lang));
        }
        Language language = language(lang, headers);
        return ok(language.apply(template.instance())
                .data("card", cards.view(card))
                .data("consent", cards.missingConsent(card).orElse(null))
                .data("number", (card.position() - 1) % CardSequence.SET_CARDS + 1)
                .data("count", CardSequence.SET_CARDS)
                .data("scores", SCORES)
                .data("problems", PROBLEMS));
    }

    @GET
    @Path("{voice}/{token:" + TOKEN + "}/{which:first|second}.wav")
    @Produces("audio/wav")
    @Operation(hidden = true)
    public Response sound(
            String voice,
            String token,
            String which,
            @CookieParam(Listeners.COOKIE) String cookie,
            @HeaderParam("Range") String range)
            throws SQLException, IOException {
        Assignment card = cards.find(listeners.of(cookie), voice, token);
        return ByteRange.of(range, cards.sound(card, which.equals("second")))
                .header(HttpHeaders.CACHE_CONTROL, "private, max-age=3600")
                .build();
    }

    @POST
    @Path("{voice}/{token:" + TOKEN + "}")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(hidden = true)
    public Response submit(
            String voice,
            String token,
            @BeanParam CardForm form,
            @CookieParam(Listeners.COOKIE) String cookie,
            @Context HttpServerRequest request)
            throws SQLException, IOException {
        Language language = Language.of(form.lang);
        try {
            answer(cards.find(listeners.of(cookie), voice, token), form, request);
            return see(pageOf(voice, language.tag()));
        } catch (InvalidInputException e) {
            return Response.status(e.status())
                    .entity(renderer.page(e.problem(), language))
                    .build();
        }
    }

    private void answer(Assignment card, CardForm form, HttpServerRequest request) throws SQLException, IOException {
        if (form.isSkipped()) {
            answers.skip(card);
        } else if (form.hasRecording()) {
            limits.take(RateLimitClass.UPLOADS, request);
            answers.record(card, form.recording.uploadedFile());
        } else {
            answers.submit(
                    card,
                    new CardAnswers.Answer(
                            Require.number("score", form.score),
                            form.problems,
                            form.comment,
                            form.preference,
                            yes(form.saysText),
                            yes(form.clear),
                            form.played()));
        }
    }

    private static Boolean yes(String answer) {
        return answer == null ? null : answer.equals("yes");
    }

    private static Language language(String lang, HttpHeaders headers) {
        return Language.of(lang, headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE));
    }

    private static URI pageOf(String voice, String lang) {
        return withLanguage(UriBuilder.fromPath("/{voice}"), lang).build(voice);
    }

    private static URI card(Assignment card, String lang) {
        return withLanguage(UriBuilder.fromPath("/{voice}/{token}"), lang).build(card.voice(), card.token());
    }

    private static UriBuilder withLanguage(UriBuilder address, String lang) {
        return lang == null
                ? address
                : address.queryParam("lang", Language.of(lang).tag());
    }

    private static Response see(URI address) {
        return Response.seeOther(address)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private static Response ok(TemplateInstance page) {
        return Response.ok(page).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }
}
