package org.dengbej.feedback.listening;

import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.dengbej.feedback.assignment.Assignment;
import org.dengbej.feedback.listener.Listener;
import org.dengbej.feedback.listener.Listeners;
import org.dengbej.feedback.web.Require;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** Endpoints for cards: what the pages do, for applications of others. A listener is who sends the cookie that the first answer sets. */
@Path("/api/voices/{voice}/cards")
@Tag(name = "Cards")
@Produces(MediaType.APPLICATION_JSON)
public class CardApi {

    /**
     * An answer; which fields it has follows from the card's kind.
     *
     * @param score      of a rating, 1 to 5
     * @param problems   of a rating
     * @param comment    of a rating
     * @param preference of a pair: first, second or tie
     * @param saysText   of a review
     * @param clear      of a review
     * @param heard      whether the sound was played to its end; absent: not known
     * @param skip       true to skip the card; all else is ignored then
     */
    public record AnswerForm(
            Integer score,
            List<String> problems,
            String comment,
            String preference,
            Boolean saysText,
            Boolean clear,
            Boolean heard,
            Boolean skip) {}

    @Inject
    Listeners listeners;

    @Inject
    Cards cards;

    @Inject
    CardAnswers answers;

    @POST
    @Operation(summary = "The card that the listener is to answer: the open one, or a new one")
    @APIResponse(responseCode = "200", description = "The card")
    @APIResponse(responseCode = "204", description = "The voice has nothing more to ask this listener")
    @APIResponse(responseCode = "404", description = "There is no such voice")
    public Response next(String voice, @CookieParam(Listeners.COOKIE) String cookie, @Context HttpServerRequest request)
            throws SQLException {
        Listener listener = listeners.of(cookie);
        Optional<Assignment> card = cards.next(listener, voice, request);
        if (card.isEmpty()) {
            return Response.noContent().build();
        }
        return Response.ok(cards.view(card.get()))
                .cookie(Listeners.cookie(listener, request.isSSL()))
                .build();
    }

    @POST
    @Path("{token:" + CardPage.TOKEN + "}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Answer a card; the same answer sent twice is one")
    @APIResponse(responseCode = "204", description = "It is in the database")
    @APIResponse(responseCode = "400", description = "What is wrong with it")
    @APIResponse(responseCode = "404", description = "This listener has no such card")
    @APIResponse(responseCode = "409", description = "The card has another answer")
    public Response answer(String voice, String token, @CookieParam(Listeners.COOKIE) String cookie, AnswerForm form)
            throws SQLException {
        AnswerForm answer = Require.present("the body", form);
        Assignment card = cards.find(listeners.of(cookie), voice, token);
        if (Boolean.TRUE.equals(answer.skip())) {
            answers.skip(card);
        } else {
            answers.submit(
                    card,
                    new CardAnswers.Answer(
                            answer.score(),
                            answer.problems(),
                            answer.comment(),
                            answer.preference(),
                            answer.saysText(),
                            answer.clear(),
                            answer.heard()));
        }
        return Response.noContent().build();
    }

    @POST
    @Path("{token:" + CardPage.TOKEN + "}/recording")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(summary = "Answer a card with a recording: a sound file of WAV, FLAC, MP3, Ogg, WebM or MP4")
    @APIResponse(responseCode = "204", description = "It is in the database, and waits for reviews")
    @APIResponse(responseCode = "403", description = "The listener has not agreed: POST /api/voices/{voice}/consent")
    @APIResponse(responseCode = "404", description = "This listener has no such card")
    @APIResponse(responseCode = "409", description = "The card has another recording, or it was erased")
    @APIResponse(responseCode = "422", description = "What is wrong with the sound")
    public Response record(
            String voice,
            String token,
            @CookieParam(Listeners.COOKIE) String cookie,
            @RestForm("recording") FileUpload recording)
            throws SQLException, IOException {
        Assignment card = cards.find(listeners.of(cookie), voice, token);
        answers.record(card, Require.present("recording", recording).uploadedFile());
        return Response.noContent().build();
    }
}
