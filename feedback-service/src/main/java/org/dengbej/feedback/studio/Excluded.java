package org.dengbej.feedback.studio;

import java.util.List;
import org.dengbej.feedback.opinion.Opinions;

/** Ratings that do not count for one reason, e.g. {@code network cap}. */
public record Excluded(String reason, int ratings) {

    static List<Excluded> of(Opinions opinions) {
        return opinions.excluded().entrySet().stream()
                .map(each -> new Excluded(each.getKey().label().replace('_', ' '), each.getValue()))
                .toList();
    }
}
