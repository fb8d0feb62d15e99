package org.dengbej.systemtests.chaos;

/**
 * What is wrong with some batches.
 *
 * @param lost  that should have counted and did not
 * @param twice times that one counted once too often
 */
public record Anomalies(long lost, long twice) {

    static final Anomalies NONE = new Anomalies(0, 0);

    public Anomalies plus(Anomalies other) {
        return new Anomalies(lost + other.lost, twice + other.twice);
    }
}
