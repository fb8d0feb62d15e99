package org.dengbej.feedback.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dengbej.feedback.client.Answer;
import org.dengbej.feedback.client.Multipart;
import org.dengbej.feedback.client.RawClient;

/** A simulated listener: opens the page, hears what the card has, pauses, and answers it; records some of the sentences that are asked for. */
final class LoadListener implements Callable<Void> {

    private static final Pattern KIND = Pattern.compile("<form class=\"card (\\w+)\"");
    private static final Pattern SOUND = Pattern.compile("<audio[^>]* src=\"([^\"]+)\"");
    private static final Pattern TRAP = Pattern.compile("Ji kerema xwe ji bo vê hevokê (du|çar) bide");
    private static final Pattern COOKIE = Pattern.compile("(listener=[0-9a-f]+)");
    private static final Pattern TOKEN = Pattern.compile("/([0-9a-f-]{36})");

    private final int port;
    private final String voice;
    private final LoadOptions options;
    private final byte[] recording;
    private final long endNanos;
    private final Latencies latencies;
    private final Acknowledged acknowledged;
    private final Random random;

    /** Ids that were acknowledged, and errors. */
    record Acknowledged(Queue<String> ratings, Queue<String> corrections, Queue<String> errors) {}

    LoadListener(
            int port,
            String voice,
            LoadOptions options,
            byte[] recording,
            long endNanos,
            Latencies latencies,
            Acknowledged acknowledged,
            long seed) {
        this.port = port;
        this.voice = voice;
        this.options = options;
        this.recording = recording;
        this.endNanos = endNanos;
        this.latencies = latencies;
        this.acknowledged = acknowledged;
        this.random = new Random(seed);
    }

    @Override
    public Void call() throws InterruptedException {
        pause(options.pauseMs()); // not all of them open the page in the same moment
        try (RawClient client = new RawClient(port)) {
            while (System.nanoTime() < endNanos) {
                listen(client);
            }
        } catch (IOException | RuntimeException e) {
            acknowledged.errors().add(e.toString());
        }
        return null;
    }

    /** All cards of a new listener. */
    private void listen(RawClient client) throws IOException, InterruptedException {
        String cookie = "";
        while (System.nanoTime() < endNanos) {
            String header = cookie;
            Answer next = timed("next", List.of(303, 200), () -> client.get("/%s?lang=ku".formatted(voice), header));
            if (next.status() == 200) {
                return;
            }
            cookie = "Cookie: %s\r\n".formatted(first(COOKIE, next.header("Set-Cookie")));
            answer(client, next.header("Location").replaceFirst("https?://[^/]+", ""), cookie);
        }
    }

    private void answer(RawClient client, String card, String cookie) throws IOException, InterruptedException {
        String page =
                timed("page", List.of(200), () -> client.get(card, cookie)).text();
        Matcher sounds = SOUND.matcher(page);
        while (sounds.find()) {
            String sound = sounds.group(1);
            timed("sound", List.of(200), () -> client.get(sound, cookie));
        }
        pause(options.pauseMs());
        String token = first(TOKEN, card);
        switch (first(KIND, page)) {
            case "rating" -> rate(client, card, cookie, page, token);
            case "pair" -> submit("pair", client, card, cookie, new Multipart().field("preference", "tie"));
            case "review" ->
                submit(
                        "review",
                        client,
                        card,
                        cookie,
                        new Multipart().field("saysText", "yes").field("clear", "yes"));
            default -> skip(client, card, cookie);
        }
    }

    private void rate(RawClient client, String card, String cookie, String page, String token) throws IOException {
        Matcher trap = TRAP.matcher(page);
        boolean isTrap = trap.find();
        int score = isTrap ? trap.group(1).equals("du") ? 2 : 4 : 1 + random.nextInt(5);
        Multipart form = new Multipart().field("score", Integer.toString(score)).field("problems", "noise");
        submit("rating", client, card, cookie, form);
        if (!isTrap) {
            acknowledged.ratings().add(id("rating", token));
        }
        if (random.nextInt(100) < options.uploads()) {
            record(client, cookie);
        }
    }

    /** Answers the next card that asks for a recording, by the API for applications; those before it are skipped. */
    private void record(RawClient client, String cookie) throws IOException {
        client.send(
                "POST",
                "/api/voices/%s/consent".formatted(voice),
                "Content-Type: application/json\r\n" + cookie,
                "{\"version\":0}".getBytes(UTF_8));
        while (true) {
            Answer next = client.send("POST", "/api/voices/%s/cards".formatted(voice), cookie, new byte[0]);
            if (next.status() != 200) {
                return;
            }
            JsonObject card = new JsonObject(next.text());
            String path = "/api/voices/%s/cards/%s".formatted(voice, card.getString("token"));
            if (card.getString("kind").equals("recording")) {
                byte[] form = new Multipart()
                        .file("recording", "recording.wav", recording)
                        .bytes();
                timed(
                        "recording",
                        List.of(204),
                        () -> client.send("POST", path + "/recording", Multipart.HEADER + cookie, form));
                acknowledged.corrections().add(id("correction", card.getString("token")));
                return;
            }
            client.send("POST", path, "Content-Type: application/json\r\n" + cookie, "{\"skip\":true}".getBytes(UTF_8));
        }
    }

    private void skip(RawClient client, String card, String cookie) throws IOException {
        submit("skip", client, card, cookie, new Multipart().field("action", "skip"));
    }

    private void submit(String kind, RawClient client, String card, String cookie, Multipart form) throws IOException {
        timed(kind, List.of(303), () -> client.send("POST", card, Multipart.HEADER + cookie, form.bytes()));
    }

    /** The id that follows from a card's token. */
    private static String id(String what, String token) {
        return UUID.nameUUIDFromBytes((what + "/" + token).getBytes(US_ASCII)).toString();
    }

    private static String first(Pattern pattern, String in) throws IOException {
        Matcher found = pattern.matcher(in == null ? "" : in);
        if (!found.find()) {
            throw new IOException("expected %s, found: %s".formatted(pattern, in));
        }
        return found.group(1);
    }

    private interface Request {
        Answer send() throws IOException;
    }

    private Answer timed(String kind, List<Integer> expected, Request request) throws IOException {
        long beganNanos = System.nanoTime();
        Answer answer = request.send();
        latencies.add(kind, System.nanoTime() - beganNanos);
        if (!expected.contains(answer.status())) {
            throw new IOException("%s answered %d: %s".formatted(kind, answer.status(), answer.text()));
        }
        return answer;
    }

    private void pause(int meanMs) throws InterruptedException {
        if (meanMs > 0) {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(2 * meanMs));
        }
    }
}
