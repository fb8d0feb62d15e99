package org.dengbej.prep.shard;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dengbej.events.DatasetStatistics;
import org.dengbej.events.OffsetRange;
import org.dengbej.events.RejectedUtterance;
import org.dengbej.events.ShardPrepared;
import org.dengbej.events.SoundStatistics;
import org.dengbej.events.SpeakerHours;
import org.dengbej.events.SpeakerSummary;
import org.dengbej.prep.preparation.BoundedCounts;
import org.dengbej.prep.preparation.ListedRejections;

/** The sums over the shards of a data set. Lists are in the order of the source, whichever shard was ready first. */
final class ShardStatistics {

    private final Map<Integer, OffsetRange> ranges = new TreeMap<>();
    private final BoundedCounts genders = BoundedCounts.ofGenders();
    private final Map<String, Integer> rejected = new TreeMap<>();
    private final BoundedCounts dropped = BoundedCounts.ofCharacters();
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
        genders.add(of.genders());
        shard.rejected().forEach((reason, count) -> rejected.merge(reason, count, Integer::sum));
        dropped.add(shard.dropped());
        shard.ranges().forEach(range -> ranges.merge(range.partition(), range, OffsetRange::joined));
        texts.put(shard.shard(), of.firstTexts());
        trim(texts, DatasetStatistics.MAX_FIRST_TEXTS);
        rejections.put(shard.shard(), shard.rejections());
        trimRejections();
    }

    private static SpeakerHours joined(SpeakerHours a, SpeakerHours b) {
        return new SpeakerHours(a.speaker(), a.clips() + b.clips(), a.hours() + b.hours(), a.kept());
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

    /** Rejections for which earlier shards leave no place have none when others are ready, either. */
    private void trimRejections() {
        Set<RejectedUtterance> listed = Collections.newSetFromMap(new IdentityHashMap<>());
        listed.addAll(listed(ListedRejections.ofAnyLength()));
        rejections.replaceAll(
                (shard, list) -> list.stream().filter(listed::contains).toList());
    }

    private List<RejectedUtterance> listed(ListedRejections listed) {
        rejections.values().forEach(list -> list.forEach(listed::add));
        return listed.toList();
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
                genders.toMap(),
                first(texts, DatasetStatistics.MAX_FIRST_TEXTS),
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
        return listed(new ListedRejections());
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
        return dropped.toMap();
    }
}
