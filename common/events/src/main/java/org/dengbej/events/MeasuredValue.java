package org.dengbej.events;

/**
 * A measure's mean over utterances with its 95 % confidence interval.
 *
 * @param mean  over the utterances
 * @param lower end of the interval; absent where one utterance has the measure, of which nothing follows
 * @param upper end of the interval; absent likewise
 * @param count utterances that have the measure
 */
public record MeasuredValue(double mean, Double lower, Double upper, int count) {

    public MeasuredValue {
        if (!Double.isFinite(mean) || lower != null && !(lower <= mean) || upper != null && !(mean <= upper)) {
            throw new InvalidEventException(
                    "MeasuredValue must have a finite mean within its interval, found %s in %s to %s"
                            .formatted(mean, lower, upper));
        }
        Require.atLeast("MeasuredValue", "count", count, 1);
    }
}
