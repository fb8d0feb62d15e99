package org.dengbej.local.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dengbej.local.CommandException;

/** A listener without ears: hears, rates and corrects through the same interface as anyone else. */
public final class Listener {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A sentence that can be heard. */
    public record Sentence(String id, String text, String audio) {}

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ANSWER_TIMEOUT).build();
    private final String url;
    private final String voice;

    public Listener(String url, String voice) {
        this.url = url;
        this.voice = voice;
    }

    /** The SHA-256 of the checkpoint that speaks now; null while there is none. */
    public String checkpoint() {
        for (JsonNode each : get("/api/voices")) {
            if (each.path("name").asText().equals(voice)) {
                return each.path("checkpoint").asText();
            }
        }
        return null;
    }

    public List<Sentence> sentences() {
        List<Sentence> sentences = new ArrayList<>();
        get("/api/voices/%s/sentences".formatted(voice))
                .forEach(each -> sentences.add(new Sentence(
                        each.path("id").asText(),
                        each.path("text").asText(),
                        each.path("audio").asText())));
        return sentences;
    }

    /** The sentence's WAV file. */
    public byte[] hear(Sentence sentence) {
        return send(request(sentence.audio()).build(), 200);
    }

    /** Rates; returns the rating's id. */
    public String rate(Sentence sentence, int score, String problem) {
        return rate(UUID.randomUUID(), sentence, score, problem, "");
    }

    /** Rates under a submission of the caller's: the same one sent twice is one rating. Returns the rating's id. */
    public String rate(UUID submission, Sentence sentence, int score, String problem, String comment) {
        Map<String, Object> rating = Map.of(
                "submission",
                submission.toString(),
                "voice",
                voice,
                "sentence",
                sentence.id(),
                "score",
                score,
                "problems",
                List.of(problem),
                "comment",
                comment);
        try {
            HttpRequest request = request("/api/ratings")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(rating)))
                    .build();
            return id(send(request, 201));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a rating can be written", e);
        }
    }

    private static String id(byte[] answer) {
        try {
            return JSON.readTree(answer).path("id").asText();
        } catch (IOException e) {
            throw new CommandException("the answer to a submission is no JSON: " + e.getMessage());
        }
    }

    /** Says a sentence better, with a sound file; returns the correction's id. */
    public String correct(Sentence sentence, String rating, byte[] recording) {
        return correct(UUID.randomUUID(), sentence, rating, recording);
    }

    /** Says a sentence better, under a submission of the caller's. */
    public String correct(UUID submission, Sentence sentence, String rating, byte[] recording) {
        String boundary = UUID.randomUUID().toString();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        field(body, boundary, "submission", submission.toString());
        field(body, boundary, "voice", voice);
        field(body, boundary, "sentence", sentence.id());
        field(body, boundary, "rating", rating);
        text(
                body,
                "--%s\r\nContent-Disposition: form-data; name=\"recording\"; filename=\"recording\"\r\n\r\n"
                        .formatted(boundary));
        body.writeBytes(recording);
        text(body, "\r\n--%s--\r\n".formatted(boundary));
        HttpRequest request = request("/api/corrections")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                .build();
        return id(send(request, 201));
    }

    private static void field(ByteArrayOutputStream body, String boundary, String name, String value) {
        text(
                body,
                "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n".formatted(boundary, name, value));
    }

    private static void text(ByteArrayOutputStream body, String text) {
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode get(String path) {
        try {
            return JSON.readTree(send(request(path).build(), 200));
        } catch (IOException e) {
            throw new CommandException("%s is no JSON: %s".formatted(path, e.getMessage()));
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(ANSWER_TIMEOUT);
    }

    private byte[] send(HttpRequest request, int expected) {
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() != expected) {
                throw new CommandException("%s answered %d, expected %d: %s"
                        .formatted(
                                request.uri(),
                                response.statusCode(),
                                expected,
                                new String(response.body(), StandardCharsets.UTF_8)));
            }
            return response.body();
        } catch (IOException e) {
            throw new CommandException("%s does not answer: %s".formatted(request.uri(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted");
        }
    }
}
