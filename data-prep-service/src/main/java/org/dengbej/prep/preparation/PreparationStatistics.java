package org.dengbej.prep.preparation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.dengbej.events.DatasetStatistics;
import org.dengbej.events.RejectedUtterance;
import org.dengbej.prep.filter.FilterResult;

/** Counts what was kept and what was not. */
final class PreparationStatistics {

    private static final int FIRST_TEXTS = 5;
    private static final int LISTED_REJECTIONS = 1000;
    private static final int LISTED_GENDERS = 20;
    private static final int MAX_CHARACTERS = 200;
    private static final String UNKNOWN = "unknown";

    private final Set<String> speakers = new HashSet<>();
    private final Map<String, Integer> genders = new TreeMap<>();
    private final List<String> firstTexts = new ArrayList<>();
    private final Map<String, Integer> rejected = new TreeMap<>();
    private final List<RejectedUtterance> rejections = new ArrayList<>();
    private int clips;
    private double seconds;

    void kept(FilterResult.Kept kept) {
        clips++;
        seconds += kept.seconds();
        if (kept.recording().speaker() != null) {
            speakers.add(kept.recording().speaker());
        }
        String gender = kept.recording().gender();
        genders.merge(known(gender), 1, Integer::sum);
        if (firstTexts.size() < FIRST_TEXTS) {
            firstTexts.add(brief(kept.text()));
        }
    }

    private String known(String gender) {
        String name = gender == null || gender.isBlank() ? UNKNOWN : brief(gender);
        return genders.containsKey(name) || genders.size() < LISTED_GENDERS ? name : UNKNOWN;
    }

    void rejected(RejectedUtterance why) {
        rejected.merge(why.reason(), 1, Integer::sum);
        if (rejections.size() < LISTED_REJECTIONS) {
            rejections.add(new RejectedUtterance(brief(why.utteranceId()), why.reason(), brief(why.detail())));
        }
    }

    /** What comes from outside may be of any length; all of it together must fit into one event. */
    private static String brief(String text) {
        return text.length() <= MAX_CHARACTERS ? text : text.substring(0, MAX_CHARACTERS) + " ...";
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
