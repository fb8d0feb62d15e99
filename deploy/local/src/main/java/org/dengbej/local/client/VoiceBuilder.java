package org.dengbej.local.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A voice builder: sees a voice's versions, adds sentences and approves recordings, with the operators' key. */
public final class VoiceBuilder {

    /**
     * A version of the voice.
     *
     * @param number counted from 1
     * @param state  candidate, challenger, champion or retired
     * @param reason why it is in this state; null where nothing is said
     * @param pairs  how its pairs go; absent for one that never was a challenger
     */
    public record Version(int number, String state, String reason, String sha256, String uri, Optional<Pairs> pairs) {}

    /** A fine-tune job; {@code trigger}: corrections, ratings or builder. */
    public record Job(String id, String trigger) {}

    /** The win rate in blind pairs, from 0 to 1, with its 95 % confidence sequence. */
    public record Pairs(double winRate, double lower, double upper, int votes) {}

    private final FeedbackHttp http;
    private final String key;
    private final String voice;

    public VoiceBuilder(String url, String key, String voice) {
        this.http = new FeedbackHttp(url);
        this.key = key;
        this.voice = voice;
    }

    /** The versions, the newest first; none while there is no such voice. */
    public List<Version> versions() {
        List<Version> versions = new ArrayList<>();
        for (JsonNode voices : http.json(http.request("/api/voices").build())) {
            if (voices.path("name").asText().equals(voice)) {
                http.json(mine(http.request(path("versions")))).forEach(each -> versions.add(version(each)));
            }
        }
        return versions;
    }

    private static Version version(JsonNode each) {
        return new Version(
                each.path("number").asInt(),
                each.path("state").asText(),
                each.path("reason").asText(null),
                each.path("sha256").asText(),
                each.path("uri").asText(),
                each.has("pairs") ? Optional.of(pairs(each.path("pairs"))) : Optional.empty());
    }

    private static Pairs pairs(JsonNode pairs) {
        return new Pairs(
                pairs.path("winRate").asDouble(),
                pairs.path("lower").asDouble(),
                pairs.path("upper").asDouble(),
                pairs.path("votes").asInt());
    }

    /** The voice's newest fine-tune job; empty while there was none. */
    public Optional<Job> newestJob() {
        JsonNode jobs =
                http.json(http.request("/api/voices/%s/jobs".formatted(voice)).build());
        return jobs.isEmpty()
                ? Optional.empty()
                : Optional.of(new Job(
                        jobs.get(0).path("id").asText(),
                        jobs.get(0).path("trigger").asText()));
    }

    /** Adds sentences for listeners to record. */
    public void askForRecordings(List<String> sentences) {
        http.send(mine(http.post(path("sentences"), Map.of("role", "recording", "texts", sentences))));
    }

    /** Approves a recording, so that the next job trains on it. */
    public void approve(String correction) {
        http.send(mine(http.post("/api/operators/corrections/%s/approve".formatted(correction), Map.of())));
    }

    private String path(String rest) {
        return "/api/operators/voices/%s/%s".formatted(voice, rest);
    }

    private HttpRequest mine(HttpRequest.Builder request) {
        return request.header("Authorization", "Bearer " + key).build();
    }
}
