package org.dengbej.feedback.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
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

/** A simulated listener: opens the page, hears the sentence, pauses, rates it, and now and then corrects it. */
final class LoadListener implements Callable<Void> {

    private static final Pattern SENTENCE = Pattern.compile("name=\"sentence\" value=\"([^\"]+)\"");
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

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

    private void listen(RawClient client) throws IOException, InterruptedException {
        Answer page = timed("page", 200, () -> client.get("/?lang=ku&voice=" + voice, ""));
        Matcher sentence = SENTENCE.matcher(page.text());
        if (!sentence.find()) {
            throw new IOException("the page has no sentence");
        }
        String id = sentence.group(1);
        timed("sound", 200, () -> client.get("/api/voices/%s/sentences/%s/audio".formatted(voice, id), ""));
        pause(options.pauseMs());
        String submission = UUID.randomUUID().toString();
        String rating =
                "{\"submission\":\"%s\",\"voice\":\"%s\",\"sentence\":\"%s\",\"score\":%d,\"problems\":[\"noise\"]}"
                        .formatted(submission, voice, id, 1 + random.nextInt(5));
        Answer rated = timed(
                "rating",
                201,
                () -> client.send(
                        "POST", "/api/ratings", "Content-Type: application/json\r\n", rating.getBytes(UTF_8)));
        acknowledged.ratings().add(id(rated));
        if (random.nextInt(100) < options.uploads()) {
            byte[] form = new Multipart()
                    .field("submission", submission)
                    .field("voice", voice)
                    .field("sentence", id)
                    .field("consent", "0")
                    .file("recording", "recording.wav", recording)
                    .bytes();
            Answer corrected =
                    timed("recording", 201, () -> client.send("POST", "/api/corrections", Multipart.HEADER, form));
            acknowledged.corrections().add(id(corrected));
        }
    }

    private interface Request {
        Answer send() throws IOException;
    }

    private Answer timed(String kind, int expected, Request request) throws IOException {
        long beganNanos = System.nanoTime();
        Answer answer = request.send();
        latencies.add(kind, System.nanoTime() - beganNanos);
        if (answer.status() != expected) {
            throw new IOException("%s answered %d: %s".formatted(kind, answer.status(), answer.text()));
        }
        return answer;
    }

    private static String id(Answer answer) throws IOException {
        Matcher id = ID.matcher(answer.text());
        if (!id.find()) {
            throw new IOException("no id in " + answer.text());
        }
        return id.group(1);
    }

    private void pause(int meanMs) throws InterruptedException {
        if (meanMs > 0) {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(2 * meanMs));
        }
    }
}
