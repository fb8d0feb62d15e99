package org.dengbej.prep.preparation;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Counts of names from outside: of so many names at most, since an event has no room for any number of them. */
public final class BoundedCounts {

    /** The name of a gender that the source does not tell, and of those beyond the bound. */
    static final String UNKNOWN = "unknown";

    private static final int MAX_GENDERS = 20;

    /** As many as the texts of a script hold together. */
    private static final int MAX_CHARACTERS = 500;

    private final Map<String, Integer> counts = new TreeMap<>();
    private final int maxNames;
    private final String beyond;

    private BoundedCounts(int maxNames, String beyond) {
        this.maxNames = maxNames;
        this.beyond = beyond;
    }

    /** Clips by gender; those of further genders are unknown. */
    public static BoundedCounts ofGenders() {
        return new BoundedCounts(MAX_GENDERS, UNKNOWN);
    }

    /** Occurrences of characters; those of further characters are not counted. */
    public static BoundedCounts ofCharacters() {
        return new BoundedCounts(MAX_CHARACTERS, null);
    }

    public void add(Map<String, Integer> more) {
        more.forEach(this::add);
    }

    void add(String name, int times) {
        if (counts.containsKey(name) || counts.size() < maxNames) {
            counts.merge(name, times, Integer::sum);
        } else if (beyond != null) {
            counts.merge(beyond, times, Integer::sum);
        }
    }

    /** In the order of the names. */
    public Map<String, Integer> toMap() {
        return Collections.unmodifiableMap(new TreeMap<>(counts));
    }
}
