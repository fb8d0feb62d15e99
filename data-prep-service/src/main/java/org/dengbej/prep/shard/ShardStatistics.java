package org.dengbej.prep.shard;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dengbej.events.DatasetStatistics;
import org.dengbej.events.OffsetRange;
import org.dengbej.events.RejectedUtterance;
import org.dengbej.events.ShardPrepared;
import org.dengbej.events.SoundStatistics;
import org.dengbej.events.SpeakerHours;
import org.dengbej.events.SpeakerSummary;

/** The sums over the shards of a data set. Lists are in the order of the source, whichever shard was ready first. */
final class ShardStatistics {

    private static final int MAX_FIRST_TEXTS = 5;
    private static final int MAX_LISTED_REJECTIONS = 1000;
    private static final int MAX_LISTED_GENDERS = 20;
    private static final int MAX_LISTED_CHARACTERS = 500;
    private static final String UNKNOWN = "unknown";

    private final Map<Integer, OffsetRange> ranges = new TreeMap<>();
    private final Map<String, Integer> genders = new TreeMap<>();
    private final Map<String, Integer> rejected = new TreeMap<>();
    private final Map<String, Integer> dropped = new TreeMap<>();
    private final Map<String, SpeakerHours> speakers = new TreeMap<>();
    private final SortedMap<Integer, List<String>> texts = new TreeMap<>();
    private final SortedMap<Integer, List<RejectedUtterance>> rejections = new TreeMap<>();
    private final Map<SoundStatistics, Integer> sounds = new LinkedHashMap<>();
    private int recordings;
    private int clips;
    private int batches;
    private long frames;
    private double hours;

    void add(ShardPrepared shard) {
        DatasetStatistics of = shard.statistics();
        recordings += shard.recordings();
        clips += of.clips();
        batches += shard.batches();
        frames += shard.frames();
        hours += of.hours();
        if (of.sound() != null && of.clips() > 0) {
            sounds.merge(of.sound(), of.clips(), Integer::sum);
        }
        shard.speakers().forEach(speaker -> speakers.merge(speaker.speaker(), speaker, ShardStatistics::joined));
        of.genders().forEach((gender, count) -> genders.merge(listed(gender), count, Integer::sum));
        shard.rejected().forEach((reason, count) -> rejected.merge(reason, count, Integer::sum));
        shard.dropped().forEach(this::dropped);
        shard.ranges().forEach(range -> ranges.merge(range.partition(), range, OffsetRange::joined));
        texts.put(shard.shard(), of.firstTexts());
        trim(texts, MAX_FIRST_TEXTS);
        rejections.put(shard.shard(), shard.rejections());
        trim(rejections, MAX_LISTED_REJECTIONS);
    }

    private static SpeakerHours joined(SpeakerHours a, SpeakerHours b) {
        return new SpeakerHours(a.speaker(), a.clips() + b.clips(), a.hours() + b.hours(), a.kept());
    }

    private String listed(String gender) {
        return genders.containsKey(gender) || genders.size() < MAX_LISTED_GENDERS ? gender : UNKNOWN;
    }

    private void dropped(String character, int times) {
        if (dropped.containsKey(character) || dropped.size() < MAX_LISTED_CHARACTERS) {
            dropped.merge(character, times, Integer::sum);
        }
    }

    /** Later shards' lists go as soon as those before hold as many as are listed. */
    private static <T> void trim(SortedMap<Integer, List<T>> lists, int max) {
        int before = 0;
        for (Integer shard : List.copyOf(lists.keySet())) {
            List<T> list = lists.get(shard);
            if (before >= max || list.isEmpty()) {
                lists.remove(shard);
            }
            before += list.size();
        }
    }

    private static <T> List<T> first(SortedMap<Integer, List<T>> lists, int max) {
        List<T> all = new ArrayList<>();
        lists.values().forEach(all::addAll);
        return List.copyOf(all.subList(0, Math.min(max, all.size())));
    }

    DatasetStatistics statistics() {
        double meanSeconds = clips == 0 ? 0 : hours * 3600 / clips;
        return new DatasetStatistics(
                clips,
                hours,
                meanSeconds,
                keptSpeakers(),
                genders,
                first(texts, MAX_FIRST_TEXTS),
                SoundStatistics.pooled(sounds));
    }

    private int keptSpeakers() {
        return (int) speakers.values().stream().filter(SpeakerHours::kept).count();
    }

    /** {@code selection}: for people, who was chosen and why; may be null. */
    SpeakerSummary speakers(String selection) {
        return SpeakerSummary.of(
                speakers.values().stream()
                        .sorted(Comparator.comparingDouble(SpeakerHours::hours)
                                .reversed()
                                .thenComparing(SpeakerHours::speaker))
                        .toList(),
                selection);
    }

    List<RejectedUtterance> rejections() {
        return first(rejections, MAX_LISTED_REJECTIONS);
    }

    /** Recordings that were looked at. */
    int recordings() {
        return recordings;
    }

    int clips() {
        return clips;
    }

    int batches() {
        return batches;
    }

    long frames() {
        return frames;
    }

    List<OffsetRange> ranges() {
        return List.copyOf(ranges.values());
    }

    Map<String, Integer> rejected() {
        return Map.copyOf(rejected);
    }

    Map<String, Integer> dropped() {
        return Map.copyOf(dropped);
    }
}
