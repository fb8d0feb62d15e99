package org.dengbej.feedback.statistics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/** Likelihood of a {@link BradleyTerry} model as a function of the log strengths less the first voice's, log g, and log t where there are ties. */
final class BradleyTerryLikelihood {

    /** Rows of the features. */
    private static final int FIRST = 0;

    private static final int TIE = 1;
    private static final int SECOND = 2;

    private static final int MAX_STEPS = 60;
    private static final double STEP_TOLERANCE = 1e-10;

    private final List<Comparison> comparisons;
    private final List<String> voices;
    private final Map<String, Integer> indices = new HashMap<>();
    private final boolean ties;
    private final int order;
    private final int size;

    BradleyTerryLikelihood(List<Comparison> comparisons) {
        this.comparisons = comparisons;
        TreeSet<String> names = new TreeSet<>();
        comparisons.forEach(comparison -> {
            names.add(comparison.first());
            names.add(comparison.second());
        });
        voices = new ArrayList<>(names);
        voices.forEach(voice -> indices.put(voice, indices.size()));
        ties = comparisons.stream().anyMatch(comparison -> comparison.outcome() == Comparison.Outcome.TIE);
        order = voices.size() - 1;
        size = order + (ties ? 2 : 1);
    }

    BradleyTerry maximize() {
        RealVector parameters = new ArrayRealVector(size);
        Point point = at(parameters);
        for (int step = 0; step < MAX_STEPS; step++) {
            RealVector direction;
            try {
                direction = new CholeskyDecomposition(point.information, 1e-10, 1e-10)
                        .getSolver()
                        .solve(point.score);
            } catch (MathRuntimeException e) {
                return new BradleyTerry.NotEstimable(
                        "expected voices each of which, and each order, now wins and now loses against the others, found %d comparisons of %s that don't tell their strengths; collect more, in both orders"
                                .formatted(comparisons.size(), voices));
            }
            double scale = 1;
            Point next = at(parameters.add(direction));
            while (!(next.logLikelihood >= point.logLikelihood - 1e-9) && scale > 1e-6) {
                scale /= 2;
                next = at(parameters.add(direction.mapMultiply(scale)));
            }
            parameters = parameters.add(direction.mapMultiply(scale));
            point = next;
            if (direction.getLInfNorm() < STEP_TOLERANCE) {
                return fitted(parameters, point);
            }
        }
        return new BradleyTerry.NotEstimable(
                "expected finite estimates, found that the likelihood of %d comparisons of %s still rises after %d steps of Newton's method; some voice, or order, or only ties, won everything: collect more"
                        .formatted(comparisons.size(), voices, MAX_STEPS));
    }

    private record Point(
            double logLikelihood, RealVector score, RealMatrix information, Map<String, RealVector> scores) {}

    private Point at(RealVector parameters) {
        double logLikelihood = 0;
        RealVector score = new ArrayRealVector(size);
        double[][] information = new double[size][size];
        Map<String, RealVector> scores = new HashMap<>();
        for (Comparison comparison : comparisons) {
            double[][] features = features(comparison);
            double[] probabilities = probabilities(features, parameters);
            int outcome = switch (comparison.outcome()) {
                case FIRST -> FIRST;
                case TIE -> TIE;
                case SECOND -> SECOND;
            };
            logLikelihood += Math.log(probabilities[outcome]);
            double[] mean = new double[size];
            for (int o = 0; o < features.length; o++) {
                for (int i = 0; i < size; i++) {
                    mean[i] += probabilities[o] * features[o][i];
                }
            }
            double[] gradient = new double[size];
            for (int i = 0; i < size; i++) {
                gradient[i] = features[outcome][i] - mean[i];
                for (int j = 0; j < size; j++) {
                    for (int o = 0; o < features.length; o++) {
                        information[i][j] += probabilities[o] * (features[o][i] - mean[i]) * (features[o][j] - mean[j]);
                    }
                }
            }
            RealVector vector = new ArrayRealVector(gradient, false);
            score = score.add(vector);
            scores.merge(comparison.listener(), vector, RealVector::add);
        }
        return new Point(logLikelihood, score, new Array2DRowRealMatrix(information, false), scores);
    }

    /** The derivatives of the logarithms of the three outcomes' weights. */
    private double[][] features(Comparison comparison) {
        double[][] features = new double[3][size];
        int first = indices.get(comparison.first()) - 1;
        int second = indices.get(comparison.second()) - 1;
        if (first >= 0) {
            features[FIRST][first] = 1;
            features[TIE][first] = 0.5;
        }
        if (second >= 0) {
            features[SECOND][second] = 1;
            features[TIE][second] = 0.5;
        }
        features[SECOND][order] = 1;
        if (ties) {
            features[TIE][size - 1] = 1;
        }
        return features;
    }

    private double[] probabilities(double[][] features, RealVector parameters) {
        double[] weights = new double[features.length];
        double largest = Double.NEGATIVE_INFINITY;
        for (int o = 0; o < weights.length; o++) {
            weights[o] = parameters.dotProduct(new ArrayRealVector(features[o], false));
            largest = Math.max(largest, weights[o]);
        }
        double sum = 0;
        for (int o = 0; o < weights.length; o++) {
            boolean possible = ties || o != TIE;
            weights[o] = possible ? Math.exp(weights[o] - largest) : 0;
            sum += weights[o];
        }
        for (int o = 0; o < weights.length; o++) {
            weights[o] /= sum;
        }
        return weights;
    }

    private BradleyTerry.Fitted fitted(RealVector parameters, Point point) {
        int listeners = point.scores.size();
        RealMatrix meat = new Array2DRowRealMatrix(size, size);
        for (RealVector score : point.scores.values()) {
            meat = meat.add(score.outerProduct(score));
        }
        RealMatrix bread = MatrixUtils.inverse(point.information);
        RealMatrix covariance = bread.multiply(meat)
                .multiply(bread)
                .scalarMultiply(listeners < 2 ? Double.NaN : listeners / (listeners - 1.0));
        SortedMap<String, BradleyTerry.Estimate> strengths = new TreeMap<>();
        for (int voice = 0; voice < voices.size(); voice++) {
            RealVector contrast = new ArrayRealVector(size);
            for (int i = 0; i < order; i++) {
                contrast.setEntry(i, (i == voice - 1 ? 1 : 0) - 1.0 / voices.size());
            }
            strengths.put(voices.get(voice), estimate(contrast, parameters, covariance, listeners));
        }
        Optional<BradleyTerry.Estimate> tie =
                ties ? Optional.of(estimate(unit(size - 1), parameters, covariance, listeners)) : Optional.empty();
        return new BradleyTerry.Fitted(strengths, tie, estimate(unit(order), parameters, covariance, listeners));
    }

    private RealVector unit(int index) {
        RealVector unit = new ArrayRealVector(size);
        unit.setEntry(index, 1);
        return unit;
    }

    private static BradleyTerry.Estimate estimate(
            RealVector contrast, RealVector parameters, RealMatrix covariance, int listeners) {
        double value = contrast.dotProduct(parameters);
        if (listeners < 2) {
            return new BradleyTerry.Estimate(value, Double.POSITIVE_INFINITY, Interval.UNBOUNDED);
        }
        double error = Math.sqrt(Math.max(0, contrast.dotProduct(covariance.operate(contrast))));
        double quantile = new TDistribution(listeners - 1.0).inverseCumulativeProbability(0.975);
        return new BradleyTerry.Estimate(value, error, Interval.around(value, quantile * error));
    }
}
