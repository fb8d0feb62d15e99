package org.dengbej.feedback.listening;

import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.UriBuilder;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.dengbej.feedback.assignment.Assignment;
import org.dengbej.feedback.assignment.Assignments;
import org.dengbej.feedback.assignment.CardKind;
import org.dengbej.feedback.consent.ConsentText;
import org.dengbej.feedback.consent.ConsentTexts;
import org.dengbej.feedback.consent.Consents;
import org.dengbej.feedback.correction.Corrections;
import org.dengbej.feedback.http.guard.ClientNetworks;
import org.dengbej.feedback.listener.Bans;
import org.dengbej.feedback.listener.Listener;
import org.dengbej.feedback.voice.SentenceAudioCache;
import org.dengbej.feedback.voice.Voices;
import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.ReasonMessages;
import org.dengbej.feedback.web.Require;

/** Cards and their sounds, for the pages and the API alike. */
@ApplicationScoped
class Cards {

    @Inject
    Assignments assignments;

    @Inject
    Voices voices;

    @Inject
    SentenceAudioCache audio;

    @Inject
    Corrections corrections;

    @Inject
    Consents consents;

    @Inject
    ConsentTexts texts;

    @Inject
    ClientNetworks networks;

    @Inject
    Bans bans;

    /** The card that a listener is to answer; empty when the voice has nothing more to ask. */
    Optional<Assignment> next(Listener listener, String voice, HttpServerRequest request) throws SQLException {
        voices.require(voice);
        bans.requireWelcome(listener);
        return assignments.next(listener, voice, networks.digest(request));
    }

    Assignment find(Listener listener, String voice, String token) throws SQLException {
        bans.requireWelcome(listener);
        return assignments
                .find(listener, Require.uuid("token", token))
                .filter(card -> card.voice().equals(voice))
                .orElseThrow(() -> InvalidInputException.notFound(ReasonMessages::noSuchCard));
    }

    CardView view(Assignment card) throws SQLException {
        return new CardView(
                card.token(),
                card.kind().shown().label(),
                card.voice(),
                text(card),
                card.kind() == CardKind.RECORDING ? null : path(card, "first"),
                card.kind() == CardKind.PAIR ? path(card, "second") : null,
                card.position(),
                missingConsent(card).map(ConsentText::version).orElse(null));
    }

    /** The text that a card's listener must agree to before it is answered. */
    Optional<ConsentText> missingConsent(Assignment card) throws SQLException {
        boolean missing = card.kind() == CardKind.RECORDING
                && consents.of(card.listener(), card.voice()).isEmpty();
        return missing ? Optional.of(texts.current(card.voice())) : Optional.empty();
    }

    private String text(Assignment card) throws SQLException {
        UUID sentence = card.correction() == null ? card.first() : corrections.sentence(card.correction());
        return voices.sentence(sentence).orElseThrow().text();
    }

    private static String path(Assignment card, String which) {
        return UriBuilder.fromPath("/{voice}/{token}/{which}.wav")
                .build(card.voice(), card.token(), which)
                .toString();
    }

    /** The bytes of a card's sound, a WAV file; that it was fetched is noted. */
    byte[] sound(Assignment card, boolean second) throws SQLException, IOException {
        if (card.kind() == CardKind.RECORDING || second && card.kind() != CardKind.PAIR) {
            throw InvalidInputException.notFound(ReasonMessages::noSuchSound);
        }
        assignments.heard(card, second);
        if (card.correction() != null) {
            return corrections.wav(card.correction());
        }
        return audio.wav(second ? card.second() : card.first());
    }
}
