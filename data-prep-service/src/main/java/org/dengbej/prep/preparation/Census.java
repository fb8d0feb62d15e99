package org.dengbej.prep.preparation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.dengbej.events.DatasetStatistics;
import org.dengbej.events.RejectedUtterance;
import org.dengbej.prep.selection.Verdict;

/** Counts what was kept and what was not. */
final class Census {

    private static final int FIRST_TEXTS = 5;
    private static final int LISTED_REJECTIONS = 1000;
    private static final String UNKNOWN = "unknown";

    private final Set<String> speakers = new HashSet<>();
    private final Map<String, Integer> genders = new TreeMap<>();
    private final List<String> firstTexts = new ArrayList<>();
    private final Map<String, Integer> rejected = new TreeMap<>();
    private final List<RejectedUtterance> rejections = new ArrayList<>();
    private int clips;
    private double seconds;

    void kept(Verdict.Kept kept) {
        clips++;
        seconds += kept.audio().seconds();
        if (kept.recording().speaker() != null) {
            speakers.add(kept.recording().speaker());
        }
        String gender = kept.recording().gender();
        genders.merge(gender == null || gender.isBlank() ? UNKNOWN : gender, 1, Integer::sum);
        if (firstTexts.size() < FIRST_TEXTS) {
            firstTexts.add(kept.text());
        }
    }

    void rejected(RejectedUtterance why) {
        rejected.merge(why.reason(), 1, Integer::sum);
        if (rejections.size() < LISTED_REJECTIONS) {
            rejections.add(why);
        }
    }

    DatasetStatistics statistics() {
        double mean = clips == 0 ? 0 : seconds / clips;
        return new DatasetStatistics(clips, seconds / 3600, mean, speakers.size(), genders, firstTexts);
    }

    int clips() {
        return clips;
    }

    Map<String, Integer> rejectedByReason() {
        return Map.copyOf(rejected);
    }

    List<RejectedUtterance> rejections() {
        return List.copyOf(rejections);
    }
}
