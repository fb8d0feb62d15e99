package org.dengbej.vits.loss;

import java.util.LinkedHashMap;
import java.util.Map;

/** Loss terms by name, added up over parts. */
public final class LossTerms {

    public static final String MEL = "mel";
    public static final String KL = "kl";
    public static final String DURATION = "duration";
    public static final String ADVERSARIAL = "adversarial";
    public static final String FEATURE_MATCHING = "feature_matching";
    public static final String DISCRIMINATOR = "discriminator";

    /** The generator's total loss: its terms, each times its weight. */
    public static final String TOTAL = "loss";

    private final Map<String, Double> sums = new LinkedHashMap<>();

    /** Adds a part of a term. */
    void add(String term, double part) {
        sums.merge(term, part, Double::sum);
    }

    /** Adds a part of a term of the generator's, which counts in the total with its weight. */
    void add(String term, double part, double weight) {
        add(term, part);
        add(TOTAL, part * weight);
    }

    public Map<String, Double> byName() {
        return sums;
    }
}
