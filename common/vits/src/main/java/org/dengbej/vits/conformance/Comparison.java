package org.dengbej.vits.conformance;

/**
 * Gathers differences of one quantity. An element is right when it differs by at most {@code abs + rel * |expected|}; some may
 * be allowed to differ more, up to a looser bound.
 */
final class Comparison {

    private final String quantity;
    private final double abs;
    private final double rel;
    private double maxAbs;
    private double maxRel;
    private double worstExcess = Double.NEGATIVE_INFINITY;
    private String worst = "";
    private int elements;
    private int outside;
    private int beyondTolerance;
    private double toleratedShare;
    private double toleratedAbs;

    Comparison(String quantity, double abs, double rel) {
        this.quantity = quantity;
        this.abs = abs;
        this.rel = rel;
    }

    /** At most this share of the elements may differ by more than the bounds, and by no more than {@code abs}. */
    Comparison tolerating(double share, double abs) {
        toleratedShare = share;
        toleratedAbs = abs;
        return this;
    }

    void add(String where, double expected, double found) {
        double difference = Math.abs(expected - found);
        if (Double.isNaN(difference)) {
            difference = Double.POSITIVE_INFINITY;
        }
        maxAbs = Math.max(maxAbs, difference);
        if (difference > 0) {
            maxRel = Math.max(maxRel, difference / Math.max(abs, Math.abs(expected)));
        }
        double excess = difference - abs - rel * Math.abs(expected);
        elements++;
        if (excess > 0) {
            outside++;
        }
        if (excess > 0 && difference > toleratedAbs) {
            beyondTolerance++;
        }
        if (excess > worstExcess) {
            worstExcess = excess;
            worst = "%s expected %s found %s".formatted(where, expected, found);
        }
    }

    Check check() {
        return new Check(
                quantity,
                maxAbs,
                maxRel,
                beyondTolerance == 0 && outside <= Math.ceil(toleratedShare * elements),
                "bounds abs %s rel %s; %d of %d outside; worst: %s".formatted(abs, rel, outside, elements, worst));
    }

    /** Element by element; another number of elements is an infinite difference. */
    static Check of(String quantity, double abs, double rel, float[] expected, float[] found) {
        Comparison comparison = new Comparison(quantity, abs, rel);
        if (expected.length != found.length) {
            return new Check(
                    quantity,
                    Double.POSITIVE_INFINITY,
                    Double.POSITIVE_INFINITY,
                    false,
                    "expected %d values, found %d".formatted(expected.length, found.length));
        }
        for (int i = 0; i < expected.length; i++) {
            comparison.add("[" + i + "]", expected[i], found[i]);
        }
        return comparison.check();
    }
}
