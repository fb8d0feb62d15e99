package org.dengbej.local.chaos;

/**
 * What is wrong with some batches.
 *
 * @param lost  that should have counted and did not
 * @param twice times that one counted once too often
 */
public record Findings(long lost, long twice) {

    static final Findings NONE = new Findings(0, 0);

    public Findings plus(Findings other) {
        return new Findings(lost + other.lost, twice + other.twice);
    }
}
