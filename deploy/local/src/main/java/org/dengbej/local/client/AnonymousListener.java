package org.dengbej.local.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Nobody in particular: rates and corrects through the anonymous API, where that is on, under submissions of its own. */
public final class AnonymousListener {

    /** A sentence; {@code role} is evaluation or recording. */
    public record Sentence(String id, String text, String role) {}

    private final FeedbackHttp http;
    private final String voice;

    public AnonymousListener(String url, String voice) {
        this.http = new FeedbackHttp(url);
        this.voice = voice;
    }

    /** The SHA-256 of the checkpoint that speaks now; null while there is none. */
    public String checkpoint() {
        for (JsonNode each : http.json(http.request("/api/voices").build())) {
            if (each.path("name").asText().equals(voice)) {
                return each.path("checkpoint").asText();
            }
        }
        return null;
    }

    public List<Sentence> sentences() {
        List<Sentence> sentences = new ArrayList<>();
        http.json(http.request("/api/voices/%s/sentences".formatted(voice)).build())
                .forEach(each -> sentences.add(new Sentence(
                        each.path("id").asText(),
                        each.path("text").asText(),
                        each.path("role").asText())));
        return sentences;
    }

    /** Rates; the same submission sent twice is one rating. Returns the rating's id. */
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
        return http.json(http.post("/api/ratings", rating).build()).path("id").asText();
    }

    /** The version of the text of consent that counts now. */
    private String consent() {
        return http.json(http.request("/api/voices/%s/consent".formatted(voice)).build())
                .path("version")
                .asText();
    }

    /** Says a sentence better, and agrees to the text that counts now; returns the correction's id. */
    public String correct(UUID submission, Sentence sentence, String rating, byte[] recording) {
        MultipartForm form = new MultipartForm()
                .field("submission", submission.toString())
                .field("voice", voice)
                .field("sentence", sentence.id())
                .field("rating", rating)
                .field("consent", consent())
                .file("recording", recording);
        return http.json(http.post("/api/corrections", form).build()).path("id").asText();
    }
}
