package org.dengbej.feedback.statistics;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Bradley-Terry model of paired comparisons (Bradley and Terry 1952, Biometrika 39 (3/4), 324-345) with ties (Davidson 1970, Journal of the
 * American Statistical Association 65 (329), 317-328) and order effect (Davidson and Beaver 1977, Biometrics 33 (4), 693-702): of voice {@code i}
 * heard before {@code j}, first wins, second wins and ties are as {@code p_i : g p_j : t sqrt(p_i p_j)}, with strengths {@code p}, {@code g}
 * below one where what is heard first is preferred, and {@code t} the more the commoner ties are.
 *
 * <p>Estimated by maximum likelihood, with Newton's method: the logarithms of the parameters are those of a multinomial logit model, whose
 * likelihood is concave. The covariance is the sandwich clustered by listener (Liang and Zeger 1986, Biometrika 73 (1), 13-22) times
 * {@code k / (k - 1)} of {@code k} listeners, and the 95 % intervals are Student's with {@code k - 1} degrees of freedom; of one listener
 * they are unbounded.
 */
public sealed interface BradleyTerry {

    /**
     * An estimate on the scale of natural logarithms.
     *
     * @param value         of the parameter's logarithm
     * @param standardError infinite of one listener
     * @param interval      95 %
     */
    record Estimate(double value, double standardError, Interval interval) {}

    /**
     * A model that was estimated.
     *
     * @param strengths of each voice; their logarithms have the sum 0
     * @param tie       {@code log t}; absent where there were no ties: {@code t} is 0
     * @param order     {@code log g}: the second's advantage
     */
    record Fitted(SortedMap<String, Estimate> strengths, Optional<Estimate> tie, Estimate order)
            implements BradleyTerry {}

    /**
     * A model without finite estimates, e.g. of a voice that won everything, or of groups of voices that never met (Ford 1957, American
     * Mathematical Monthly 64 (8), 28-33).
     *
     * @param reason for people who read logs
     */
    record NotEstimable(String reason) implements BradleyTerry {}

    static BradleyTerry fit(List<Comparison> comparisons) {
        if (comparisons.isEmpty()) {
            return new NotEstimable("expected comparisons, found none");
        }
        return new BradleyTerryLikelihood(comparisons).maximize();
    }
}
