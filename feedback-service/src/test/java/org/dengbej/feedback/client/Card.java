package org.dengbej.feedback.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A card that a listener was given, and the listener's cookie. */
public record Card(String voice, String token, String kind, String text, String first, String second, String cookie) {

    private static final String JSON = "Content-Type: application/json\r\n";
    private static final double BYTES_PER_SECOND = 2 * 16_000.0;
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Pattern TRAP = Pattern.compile("^Ji kerema xwe .* (du|çar) bide");
    private static final Pattern COOKIE = Pattern.compile("(listener=[0-9a-f]+)");

    /** The first card of a new listener. */
    public static Card first(RawClient client, String voice) throws IOException {
        return next(client, voice, "").orElseThrow();
    }

    /** The first card of a kind that a new listener is given; those before it are skipped. */
    public static Card ofKind(RawClient client, String voice, String kind) throws IOException {
        return first(client, voice).untilKind(client, kind);
    }

    /** This card, or the first after it, of a kind; those before it are skipped. */
    public Card untilKind(RawClient client, String kind) throws IOException {
        Card card = this;
        while (!card.kind.equals(kind)) {
            card.answer(client, Map.of("skip", true));
            card = card.next(client).orElseThrow();
        }
        return card;
    }

    /** The next card of the same listener; empty when there is none. */
    public Optional<Card> next(RawClient client) throws IOException {
        return next(client, voice, cookie);
    }

    private static Optional<Card> next(RawClient client, String voice, String cookie) throws IOException {
        Answer answer = client.send(
                "POST", "/api/voices/%s/cards".formatted(voice), "Cookie: %s\r\n".formatted(cookie), new byte[0]);
        if (answer.status() == 204) {
            return Optional.empty();
        }
        JsonObject card = new JsonObject(answer.text());
        Matcher set = COOKIE.matcher(answer.header("Set-Cookie"));
        return Optional.of(new Card(
                voice,
                card.getString("token"),
                card.getString("kind"),
                card.getString("text"),
                card.getString("first"),
                card.getString("second"),
                set.find() ? set.group(1) : cookie));
    }

    /** The Cookie header of its listener. */
    public String header() {
        return "Cookie: %s\r\n".formatted(cookie);
    }

    /** The score that its text asks for; empty for a card that is no trap. */
    public Optional<Integer> askedFor() {
        Matcher asked = TRAP.matcher(text);
        return asked.find() ? Optional.of(asked.group(1).equals("du") ? 2 : 4) : Optional.empty();
    }

    /** Address of the card's page. */
    public String path() {
        return "/%s/%s".formatted(voice, token);
    }

    /** Fetches the card's sounds, which is what the service can know of hearing; returns the bytes of the longest. */
    public int hear(RawClient client) throws IOException {
        int longest = 0;
        for (String sound : new String[] {first, second}) {
            if (sound != null) {
                longest = Math.max(longest, client.get(sound, header()).bytes().length);
            }
        }
        return longest;
    }

    /** Agrees to a version of the voice's text of consent. */
    public Answer agree(RawClient client, int version) throws IOException {
        return client.send(
                "POST",
                "/api/voices/%s/consent".formatted(voice),
                JSON + header(),
                new JsonObject().put("version", version).encode().getBytes(UTF_8));
    }

    /** Answers with a recording. */
    public Answer record(RawClient client, byte[] recording) throws IOException {
        return client.send(
                "POST",
                "/api/voices/%s/cards/%s/recording".formatted(voice, token),
                Multipart.HEADER + header(),
                new Multipart().file("recording", "r", recording).bytes());
    }

    /** Fetches its sounds, and waits until the longest has ended. */
    public void hearToEnd(RawClient client) throws IOException {
        hearToEnd(client, List.of(this));
    }

    /** The same for cards that are heard at once. */
    public static void hearToEnd(RawClient client, List<Card> cards) throws IOException {
        double seconds = 0;
        for (Card card : cards) {
            seconds = Math.max(seconds, card.hear(client) / BYTES_PER_SECOND);
        }
        long endNanos = System.nanoTime() + (long) (seconds * 1e9);
        await().atMost(LONGEST).until(() -> System.nanoTime() >= endNanos);
    }

    /** Answers by the API. */
    public Answer answer(RawClient client, Map<String, Object> fields) throws IOException {
        return client.send(
                "POST",
                "/api/voices/%s/cards/%s".formatted(voice, token),
                JSON + header(),
                new JsonObject(fields).encode().getBytes(UTF_8));
    }

    /** Sends the page's form. */
    public Answer submit(RawClient client, Multipart form) throws IOException {
        return client.send("POST", path(), Multipart.HEADER + header(), form.bytes());
    }
}
