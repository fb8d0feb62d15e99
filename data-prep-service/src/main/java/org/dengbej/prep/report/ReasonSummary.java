package org.dengbej.prep.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rejections for one reason.
 *
 * @param name     of the reason
 * @param count    how many
 * @param examples the first of them, at most {@value #MAX_EXAMPLES}
 */
public record ReasonSummary(String name, int count, List<RejectionExample> examples) {

    static final int MAX_EXAMPLES = 3;

    public ReasonSummary {
        examples = examples.stream().limit(MAX_EXAMPLES).toList();
    }

    /** The sum with later rejections for the same reason. */
    ReasonSummary plus(ReasonSummary later) {
        return new ReasonSummary(
                name,
                count + later.count,
                Stream.concat(examples.stream(), later.examples.stream()).toList());
    }

    /**
     * The same reasons with as many sounds as fit: the first of each reason before the second of any.
     *
     * @param maxCharacters of all sounds, as text
     */
    static List<ReasonSummary> withSoundsWithin(int maxCharacters, List<ReasonSummary> reasons) {
        Set<RejectionExample> heard = Collections.newSetFromMap(new IdentityHashMap<>());
        int characters = 0;
        for (RejectionExample example : firstOfEachBeforeTheSecond(reasons)) {
            if (characters + example.sound().length() <= maxCharacters) {
                characters += example.sound().length();
                heard.add(example);
            }
        }
        return reasons.stream()
                .map(reason -> new ReasonSummary(
                        reason.name,
                        reason.count,
                        reason.examples.stream()
                                .map(example -> heard.contains(example) ? example : example.withoutSound())
                                .toList()))
                .toList();
    }

    private static List<RejectionExample> firstOfEachBeforeTheSecond(List<ReasonSummary> reasons) {
        List<RejectionExample> examples = new ArrayList<>();
        for (int i = 0; i < MAX_EXAMPLES; i++) {
            for (ReasonSummary reason : reasons) {
                if (i < reason.examples.size()) {
                    examples.add(reason.examples.get(i));
                }
            }
        }
        return examples;
    }
}
