package org.dengbej.local.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A listener without ears: is given cards and answers them through the same interface as anyone else. */
public final class Listener {

    /**
     * A card to be answered.
     *
     * @param kind   rating, pair, review or recording
     * @param first  path of what is heard first; null for a recording
     * @param second path of the other sound of a pair; else null
     * @param consent of a recording: version of the text that is to be agreed to first; else null
     */
    public record Card(String token, String kind, String text, String first, String second, Integer consent) {}

    private final FeedbackHttp http;
    private final String voice;
    private String cookie = "";

    /** A new listener of a voice. */
    public Listener(String url, String voice) {
        this.http = new FeedbackHttp(url);
        this.voice = voice;
    }

    /** The card that is to be answered next; empty when the voice has nothing more to ask. */
    public Optional<Card> next() {
        HttpResponse<byte[]> response = http.send(mine(http.post(path(""), Map.of())));
        response.headers().firstValue("Set-Cookie").ifPresent(set -> cookie = set.replaceFirst(";.*", ""));
        if (response.statusCode() == 204) {
            return Optional.empty();
        }
        JsonNode card = FeedbackHttp.json(response);
        return Optional.of(new Card(
                card.path("token").asText(),
                card.path("kind").asText(),
                card.path("text").asText(),
                card.path("first").asText(null),
                card.path("second").asText(null),
                card.has("consent") ? card.path("consent").asInt() : null));
    }

    /** The WAV file of a card's sound. */
    public byte[] hear(String sound) {
        return http.send(mine(http.request(sound))).body();
    }

    public void rate(Card card, int score, String problem) {
        answer(card, Map.of("score", score, "problems", List.of(problem)));
    }

    /** {@code preference}: first, second or tie. */
    public void prefer(Card card, String preference) {
        answer(card, Map.of("preference", preference));
    }

    public void skip(Card card) {
        answer(card, Map.of("skip", true));
    }

    private void answer(Card card, Map<String, Object> answer) {
        http.send(mine(http.post(path("/" + card.token()), answer)));
    }

    /** Answers a card of kind recording with a sound file, and agrees to what is to be agreed to before. */
    public void record(Card card, byte[] recording) {
        if (card.consent() != null) {
            http.send(mine(http.post("/api/voices/%s/consent".formatted(voice), Map.of("version", card.consent()))));
        }
        http.send(mine(http.post(
                path("/%s/recording".formatted(card.token())), new MultipartForm().file("recording", recording))));
    }

    private String path(String rest) {
        return "/api/voices/%s/cards%s".formatted(voice, rest);
    }

    private HttpRequest mine(HttpRequest.Builder request) {
        return (cookie.isEmpty() ? request : request.header("Cookie", cookie)).build();
    }
}
