package org.dengbej.systemtests.chaos;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What listeners gave, in three places.
 *
 * @param acknowledged what they were thanked for
 * @param stored       rows of the database
 * @param sent         events on the topic; the same one may be there more than once
 */
public record Submissions(List<Given> acknowledged, List<Given> stored, List<Sent> sent) {

    /**
     * A rating or a correction.
     *
     * @param mark what the listener gave it: no other submission has it
     * @param id   what the service gave it
     */
    public record Given(String mark, String id) {}

    /** {@code event}: its CloudEvents id. */
    public record Sent(String event, Given given) {}

    public Submissions {
        acknowledged = List.copyOf(acknowledged);
        stored = List.copyOf(stored);
        sent = List.copyOf(sent);
    }

    /** Acknowledged, and missing in the database or on the topic. */
    long lost() {
        Set<Given> there = new HashSet<>(stored);
        there.retainAll(sent.stream().map(Sent::given).collect(Collectors.toSet()));
        return acknowledged.stream()
                .distinct()
                .filter(given -> !there.contains(given))
                .count();
    }

    /** One submission in two rows, or under two event ids. */
    long duplicates() {
        return more(stored, Given::mark)
                + more(new HashSet<>(sent), event -> event.given().mark());
    }

    private static <T> long more(Collection<T> all, Function<T, String> mark) {
        return all.size() - all.stream().map(mark).distinct().count();
    }
}
