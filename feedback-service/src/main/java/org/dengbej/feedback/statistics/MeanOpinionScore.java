package org.dengbej.feedback.statistics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * Mean opinion score with a 95 % interval for other listeners and other sentences: listeners and sentences are crossed random effects,
 * {@code score = mean + listener + sentence + rest}, and need not all have met.
 *
 * <p>The variance components are the moment estimates of Gao and Owen (2017, Electronic Journal of Statistics 11 (1), 1235-1296):
 * sums of squares within listeners, within sentences and in all, set equal to their expectations; Henderson's method 1 (1953,
 * Biometrics 9 (2), 226-252) rests on the same three sums. A component below zero counts as zero. The variance of the mean is
 * {@code listeners' / L + sentences' / S + rest / n} with {@code n} ratings and the effective numbers of levels
 * {@code L = n^2 / sum n_i^2} and {@code S = n^2 / sum n_j^2} (Kish 1965, Survey Sampling, 11.7): a listener who rated much makes
 * them smaller. The degrees of freedom of Student's t are Satterthwaite's (1946, Biometrics Bulletin 2 (6), 110-114), exactly so where
 * everybody rated everything.
 *
 * <p>Scores are whole numbers, so that a listener's opinion is known to half a score: the variance of the mean is never taken for
 * less than {@code 1 / (12 L)}, that of such rounding (Sheppard 1898, Proceedings of the London Mathematical Society 29, 353-380).
 * Unanimous listeners therefore have an interval too. Of one listener, or of one sentence, nothing follows for others: the interval
 * is the scale.
 *
 * @param mean      arithmetic mean of the ratings, 1 to 5
 * @param interval  95 %, within the scale
 * @param ratings   number of pairs of listener and sentence; who rated a sentence again counts once, with the mean of the scores
 * @param listeners number of listeners
 */
public record MeanOpinionScore(double mean, Interval interval, int ratings, int listeners) {

    private static final Interval SCALE = new Interval(Rating.WORST, Rating.BEST);

    /** Variance of an error that is evenly distributed over one step of the scale. */
    private static final double ROUNDING_VARIANCE = 1.0 / 12;

    public MeanOpinionScore {
        if (!interval.contains(mean) || !(SCALE.lower() <= interval.lower()) || !(interval.upper() <= SCALE.upper())) {
            throw new IllegalArgumentException("mean opinion score: expected %s within its interval within %s, found %s"
                    .formatted(mean, SCALE, interval));
        }
        if (listeners < 1 || ratings < listeners) {
            throw new IllegalArgumentException(
                    "mean opinion score: expected at least one rating of each of at least one listener, found %d of %d"
                            .formatted(ratings, listeners));
        }
    }

    /** {@code ratings}: at least one. */
    public static MeanOpinionScore of(List<Rating> ratings) {
        if (ratings.isEmpty()) {
            throw new IllegalArgumentException(
                    "mean opinion score: expected at least one rating, found none; ask whether there are any first");
        }
        record Pair(String listener, String sentence) {}
        Map<Pair, Sums> pairs = new LinkedHashMap<>();
        ratings.forEach(
                rating -> pairs.computeIfAbsent(new Pair(rating.listener(), rating.sentence()), pair -> new Sums())
                        .add(rating.score()));
        Map<String, Sums> listeners = new LinkedHashMap<>();
        Map<String, Sums> sentences = new LinkedHashMap<>();
        Sums all = new Sums();
        pairs.forEach((pair, sums) -> {
            all.add(sums.mean());
            listeners.computeIfAbsent(pair.listener, listener -> new Sums()).add(sums.mean());
            sentences.computeIfAbsent(pair.sentence, sentence -> new Sums()).add(sums.mean());
        });
        Interval interval = listeners.size() < 2 || sentences.size() < 2
                ? SCALE
                : interval(all, new Factor(listeners), new Factor(sentences));
        return new MeanOpinionScore(all.mean(), interval, pairs.size(), listeners.size());
    }

    private static Interval interval(Sums all, Factor listeners, Factor sentences) {
        double n = all.count;
        Components components = Components.of(all, listeners, sentences);
        double rest = components.rest / n;
        double ofListeners = components.listeners / listeners.effective(n) + rest;
        double ofSentences = components.sentences / sentences.effective(n) + rest;
        double floor = ROUNDING_VARIANCE / listeners.effective(n);
        double variance = ofListeners + ofSentences - rest;
        double freedom;
        if (variance > floor) {
            double restFreedom = Math.max(1, n - listeners.levels - sentences.levels + 1);
            freedom = variance
                    * variance
                    / (ofListeners * ofListeners / freedom(listeners, n)
                            + ofSentences * ofSentences / freedom(sentences, n)
                            + rest * rest / restFreedom);
        } else {
            variance = floor;
            freedom = freedom(listeners, n);
        }
        double quantile = new TDistribution(Math.max(1, freedom)).inverseCumulativeProbability(0.975);
        return Interval.around(all.mean(), quantile * Math.sqrt(variance)).within(SCALE.lower(), SCALE.upper());
    }

    /** Degrees of freedom between the levels of a factor; of unequal ones the effective number counts. */
    private static double freedom(Factor factor, double n) {
        return Math.max(1, factor.effective(n) - 1);
    }

    /**
     * Variance components in squared scores (Gao and Owen 2017, the three moment equations). Where each listener rated one sentence,
     * or each sentence was rated once, the rest can't be told from that factor, nor need be: it is counted as the factor's.
     */
    private record Components(double listeners, double sentences, double rest) {

        static Components of(Sums all, Factor listeners, Factor sentences) {
            double n = all.count;
            double total = n * all.squaresAboutMean();
            double ofListeners = n * n - listeners.squaredCounts;
            double ofSentences = n * n - sentences.squaredCounts;
            boolean withinListeners = n > listeners.levels;
            boolean withinSentences = n > sentences.levels;
            if (!withinListeners && !withinSentences) {
                return new Components(all.squaresAboutMean() / (n - 1), 0, 0);
            }
            double sentencesAndRest = withinListeners ? listeners.squaresWithin / (n - listeners.levels) : Double.NaN;
            double listenersAndRest = withinSentences ? sentences.squaresWithin / (n - sentences.levels) : Double.NaN;
            if (!withinListeners) {
                double between = (total - listenersAndRest * ofListeners) / ofSentences;
                return new Components(listenersAndRest, Math.max(0, between), 0);
            }
            if (!withinSentences) {
                double between = (total - sentencesAndRest * ofSentences) / ofListeners;
                return new Components(Math.max(0, between), sentencesAndRest, 0);
            }
            double rest = (total - listenersAndRest * ofListeners - sentencesAndRest * ofSentences)
                    / (n * n - n - ofListeners - ofSentences);
            rest = Math.max(0, rest);
            return new Components(Math.max(0, listenersAndRest - rest), Math.max(0, sentencesAndRest - rest), rest);
        }
    }

    /** The levels of a random effect: their number, their squared counts and the squares within them. */
    private record Factor(int levels, double squaredCounts, double squaresWithin) {

        Factor(Map<String, Sums> levels) {
            this(
                    levels.size(),
                    levels.values().stream()
                            .mapToDouble(sums -> (double) sums.count * sums.count)
                            .sum(),
                    levels.values().stream().mapToDouble(Sums::squaresAboutMean).sum());
        }

        double effective(double n) {
            return n * n / squaredCounts;
        }
    }

    /** Running mean and squares about it (Welford 1962, Technometrics 4 (3), 419-420). */
    private static final class Sums {

        private int count;
        private double mean;
        private double squares;

        void add(double value) {
            count++;
            double before = value - mean;
            mean += before / count;
            squares += before * (value - mean);
        }

        double mean() {
            return mean;
        }

        double squaresAboutMean() {
            return squares;
        }
    }
}
