package org.dengbej.prep.preparation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.dengbej.events.Abbreviate;
import org.dengbej.events.DatasetStatistics;
import org.dengbej.events.Distribution;
import org.dengbej.events.RejectedUtterance;
import org.dengbej.events.SoundStatistics;
import org.dengbej.prep.filter.FilterResult;
import org.dengbej.prep.filter.RejectionReason;
import org.dengbej.prep.source.Origin;
import org.dengbej.prep.source.Recording;
import org.dengbej.speech.sound.SoundMeasures;

/** Statistics of the utterances that are kept and of those that are rejected. */
final class PreparationStatistics {

    private static final int MAX_EXAMPLE_CHARACTERS = 120;

    /** Texts from outside may be of any length; all of them together must fit into one event. */
    private static final int MAX_CHARACTERS = 200;

    private static final String WITHOUT_NAME = "without-name";

    private final Set<String> speakers = new HashSet<>();
    private final BoundedCounts genders = BoundedCounts.ofGenders();
    private final List<String> firstTexts = new ArrayList<>();
    private final Map<String, Integer> rejected = new TreeMap<>();
    private final ListedRejections rejections = new ListedRejections();
    private final BoundedCounts dropped = BoundedCounts.ofCharacters();
    private final List<SoundMeasures> measures = new ArrayList<>();
    private int clips;
    private double seconds;

    /** {@code keptSeconds}: length of its conditioned sound. */
    void kept(FilterResult.Kept kept, double keptSeconds) {
        Recording recording = kept.recording();
        dropped.add(kept.dropped());
        clips++;
        seconds += keptSeconds;
        measures.add(kept.measures());
        if (recording.speaker() != null) {
            speakers.add(recording.speaker());
        }
        genders.add(named(recording.gender()), 1);
        if (firstTexts.size() < DatasetStatistics.MAX_FIRST_TEXTS) {
            firstTexts.add(Abbreviate.of(kept.text(), MAX_CHARACTERS));
        }
    }

    private static String named(String gender) {
        return gender == null || gender.isBlank() ? BoundedCounts.UNKNOWN : Abbreviate.of(gender, MAX_CHARACTERS);
    }

    void rejected(FilterResult.Rejected utterance) {
        dropped.add(utterance.dropped());
        String reason = utterance.reason().toString();
        rejected.merge(reason, 1, Integer::sum);
        String id = utterance.recording().id();
        Origin origin = utterance.recording().origin();
        rejections.add(new RejectedUtterance(
                id.isBlank() ? WITHOUT_NAME : Abbreviate.of(id, MAX_CHARACTERS),
                reason,
                Abbreviate.of(utterance.detail(), MAX_CHARACTERS),
                origin.file().isEmpty() ? null : Abbreviate.of(origin.file(), MAX_CHARACTERS),
                origin.row() == 0 ? null : origin.row()));
    }

    /** For a message: each reason with its count and one example, the most frequent first. */
    String oneOfEachReason() {
        return rejected.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .map(reason -> "%d %s (%s)".formatted(reason.getValue(), reason.getKey(), example(reason.getKey())))
                .collect(Collectors.joining(", "));
    }

    private String example(String reason) {
        RejectedUtterance first = rejections.toList().stream()
                .filter(rejection -> rejection.reason().equals(reason))
                .findFirst()
                .orElseThrow();
        String place = first.file() == null
                ? first.utteranceId()
                : first.row() == null ? first.file() : first.file() + ":" + first.row();
        return Abbreviate.of("%s: %s".formatted(place, first.detail()), MAX_EXAMPLE_CHARACTERS);
    }

    boolean rejectedBySpeaker() {
        return rejected.containsKey(RejectionReason.OTHER_SPEAKER.toString())
                || rejected.containsKey(RejectionReason.SPEAKER_BELOW_MIN_HOURS.toString());
    }

    DatasetStatistics statistics() {
        double mean = clips == 0 ? 0 : seconds / clips;
        return new DatasetStatistics(
                clips, seconds / 3600, mean, speakers.size(), genders.toMap(), firstTexts, sound());
    }

    private SoundStatistics sound() {
        return measures.isEmpty()
                ? null
                : new SoundStatistics(
                        distribution(SoundMeasures::snrDb),
                        distribution(SoundMeasures::loudnessLufs),
                        distribution(SoundMeasures::peakDbfs),
                        distribution(SoundMeasures::clippedShare),
                        distribution(SoundMeasures::silenceShare),
                        distribution(SoundMeasures::bandwidthHz),
                        distribution(SoundMeasures::charactersPerSecond));
    }

    /** Null where no recording has the measure. */
    private Distribution distribution(ToDoubleFunction<SoundMeasures> measure) {
        double[] values =
                measures.stream().mapToDouble(measure).filter(Double::isFinite).toArray();
        return values.length == 0 ? null : Distribution.of(values);
    }

    Map<String, Integer> dropped() {
        return dropped.toMap();
    }

    Map<String, Integer> rejectedByReason() {
        return Map.copyOf(rejected);
    }

    List<RejectedUtterance> rejections() {
        return rejections.toList();
    }
}
