package org.dengbej.feedback.studio;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dengbej.feedback.opinion.Opinions;

/** Ratings that do not count for one reason, e.g. {@code network cap}. */
public record Excluded(String reason, int ratings) {

    static List<Excluded> of(Opinions opinions) {
        return opinions.excluded().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each -> new Excluded(
                        each.getKey().name().toLowerCase(Locale.ROOT).replace('_', ' '), each.getValue()))
                .toList();
    }
}
