package org.dengbej.feedback.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.hipparchus.distribution.continuous.NormalDistribution;

/** Listeners whose truth is known: scores of a crossed model, rounded and clipped to the scale, and votes on pairs. */
final class SimulatedListeners {

    static final double LISTENER_DEVIATION = 0.5;
    static final double SENTENCE_DEVIATION = 0.4;
    static final double NOISE_DEVIATION = 0.7;

    private final Random random;

    SimulatedListeners(long seed) {
        random = new Random(seed);
    }

    /** The mean score of all listeners on all sentences where their opinions are distributed about {@code mean}, before rounding. */
    static double truth(double mean) {
        NormalDistribution opinions = new NormalDistribution(
                mean, Math.sqrt(square(LISTENER_DEVIATION) + square(SENTENCE_DEVIATION) + square(NOISE_DEVIATION)));
        return Rating.WORST
                + IntStream.range(Rating.WORST, Rating.BEST)
                        .mapToDouble(score -> 1 - opinions.cumulativeProbability(score + 0.5))
                        .sum();
    }

    /** Every listener rates every sentence. */
    List<Rating> full(double mean, int listeners, int sentences) {
        return ratings(mean, listeners, sentences, sentences, sentences);
    }

    /** Each listener rates a number of sentences, drawn from {@code least} to {@code most}, chosen at random. */
    List<Rating> ratings(double mean, int listeners, int sentences, int least, int most) {
        double[] ofSentences = random.doubles(sentences)
                .map(unused -> normal(SENTENCE_DEVIATION))
                .toArray();
        List<Rating> ratings = new ArrayList<>();
        for (int listener = 0; listener < listeners; listener++) {
            double ofListener = normal(LISTENER_DEVIATION);
            int count = least + random.nextInt(most - least + 1);
            int[] chosen = choose(sentences, count);
            for (int sentence : chosen) {
                double opinion = mean + ofListener + ofSentences[sentence] + normal(NOISE_DEVIATION);
                int score = (int) Math.max(Rating.WORST, Math.min(Rating.BEST, Math.round(opinion)));
                ratings.add(new Rating("listener-" + listener, "sentence-" + sentence, score));
            }
        }
        return ratings;
    }

    /**
     * How listeners vote on pairs.
     *
     * @param winRate        of the challenger, mean over listeners
     * @param variation      standard deviation of the listeners' own win rates; infinite where each always votes for the same voice
     * @param firstPreferred share of votes for what is heard first where nothing else speaks
     * @param ties           share of votes that are ties
     * @param fewest         votes of a listener
     * @param most           votes of a listener
     */
    record Voting(double winRate, double variation, double firstPreferred, double ties, int fewest, int most) {

        static Voting equal() {
            return new Voting(0.5, 0, 0.5, 0, 5, 10);
        }

        static Voting of(double winRate) {
            return new Voting(winRate, 0.1, 0.5, 0, 5, 10);
        }

        Voting variation(double deviation) {
            return new Voting(winRate, deviation, firstPreferred, ties, fewest, most);
        }

        Voting firstPreferred(double share) {
            return new Voting(winRate, variation, share, ties, fewest, most);
        }

        Voting ties(double share) {
            return new Voting(winRate, variation, firstPreferred, share, fewest, most);
        }

        Voting votes(int from, int to) {
            return new Voting(winRate, variation, firstPreferred, ties, from, to);
        }
    }

    /** Share of studies of at most {@code votes} counted votes in which the first decision that isn't open is {@code decision}, asked after each vote. */
    double shareOf(WinRate.Decision decision, Voting voting, int studies, int votes) {
        return share(
                voting,
                studies,
                votes,
                now -> now.decision() != WinRate.Decision.OPEN,
                now -> now.decision() == decision);
    }

    /** Share of studies in which the interval leaves the true win rate out after any vote. */
    double shareThatEverMisses(Voting voting, int studies, int votes) {
        Predicate<WinRate> misses = now -> !now.interval().contains(voting.winRate);
        return share(voting, studies, votes, misses, misses);
    }

    private double share(Voting voting, int studies, int votes, Predicate<WinRate> ends, Predicate<WinRate> counts) {
        int counted = 0;
        for (int study = 0; study < studies; study++) {
            counted += counts.test(study(voting, votes, ends)) ? 1 : 0;
        }
        return (double) counted / studies;
    }

    /** The state of a study when it first {@code ends}, else after {@code votes} that count. */
    private WinRate study(Voting voting, int votes, Predicate<WinRate> ends) {
        WinRate.Counter counter = new WinRate.Counter();
        for (int listener = 0; ; listener++) {
            double winRate = Double.isInfinite(voting.variation)
                    ? (random.nextDouble() < voting.winRate ? 1 : 0)
                    : Math.max(0, Math.min(1, voting.winRate + normal(voting.variation)));
            int count = voting.fewest + random.nextInt(voting.most - voting.fewest + 1);
            String name = "listener-" + listener;
            for (int vote = 0; vote < count; vote++) {
                if (!counter.add(vote(name, winRate, voting))) {
                    continue;
                }
                WinRate now = counter.rate();
                if (ends.test(now) || now.votes() >= votes) {
                    return now;
                }
            }
        }
    }

    private PairVote vote(String listener, double winRate, Voting voting) {
        boolean challengerFirst = random.nextBoolean();
        double order = voting.firstPreferred - 0.5;
        double share = winRate + (challengerFirst ? order : -order);
        if (random.nextDouble() < voting.ties) {
            return new PairVote(listener, PairVote.Outcome.TIE, challengerFirst);
        }
        return new PairVote(
                listener,
                random.nextDouble() < share ? PairVote.Outcome.CHALLENGER : PairVote.Outcome.CHAMPION,
                challengerFirst);
    }

    private int[] choose(int from, int count) {
        int[] all = IntStream.range(0, from).toArray();
        for (int i = 0; i < count; i++) {
            int j = i + random.nextInt(from - i);
            int swap = all[i];
            all[i] = all[j];
            all[j] = swap;
        }
        return Arrays.copyOf(all, count);
    }

    private double normal(double deviation) {
        return deviation * random.nextGaussian();
    }

    private static double square(double value) {
        return value * value;
    }
}
