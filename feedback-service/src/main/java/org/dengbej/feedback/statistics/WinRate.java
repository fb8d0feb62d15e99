package org.dengbej.feedback.statistics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The challenger's win rate in blind pairs with a 95 % confidence sequence: intervals that may be looked at after each vote, and all of
 * which hold together with that probability (Robbins 1970, Annals of Mathematical Statistics 41 (5), 1397-1409; Howard, Ramdas,
 * McAuliffe and Sekhon 2021, Annals of Statistics 49 (2), 1055-1080).
 *
 * <p>A tie is worth half a win. Dropping ties would answer another question (of those who heard a difference), and a listener who
 * hears none would be silent instead of speaking for the champion's stay.
 *
 * <p>Let {@code S} be the sum of the votes' worths less the rate. A vote is worth 0 to 1, so that {@code exp(bS - b^2 V / 2)} with
 * {@code V = votes / 4} is a supermartingale for every {@code b} (Hoeffding 1963, Journal of the American Statistical Association 58, 13-30,
 * lemma 1). Its mean over {@code b} drawn from a normal distribution is one too, and by Ville's inequality exceeds {@code 1 / error} with
 * a probability of at most {@code error}, ever; that solved for {@code S} is the bound. The mixing distribution's mean lies where a
 * win rate of 60 % is told from one half soonest, so that 55 to 70 % cost few votes; no rate costs the guarantee.
 *
 * <p>Votes of a listener are not independent. At most {@value #VOTES_PER_LISTENER} of each count, the first; and {@code V} is the
 * larger of {@code votes / 4} and the variance of the listeners' sums about the rate (Liang and Zeger 1986, Biometrika 73 (1), 13-22, with
 * {@code k / (k - 1)} for {@code k} listeners), which makes it an asymptotic confidence sequence where listeners differ (Waudby-Smith, Arbour,
 * Sinha, Kennedy and Ramdas 2024, Annals of Statistics 52 (6), 2613-2640), and leaves it exact where each vote is a fair coin. Of fewer than
 * {@value #LISTENERS_FOR_VARIANCE} listeners that variance can't be estimated: each counts as one draw of the size of all his votes.
 *
 * <p>The error is spent unevenly: {@value #ERROR_OF_LOWER} on the lower bound, by which a voice is replaced, {@value #ERROR_OF_UPPER} on the
 * upper one, after which everything stays as it is anyway. The rest of the 5 % is what estimating the listeners' variance costs.
 *
 * <p>The order needs no model because a fair coin draws it: a preference for what is heard first takes as much from the challenger as it
 * gives. The coin is watched: where the order is shown not to be fair (1 %, by the same sequence), the votes prove nothing and the interval is
 * that of no vote.
 *
 * @param rate      share of wins among the votes that count, ties half; one half of no vote
 * @param interval  current interval of the confidence sequence, within 0 to 1
 * @param votes     that count
 * @param listeners whose votes count
 */
public record WinRate(double rate, Interval interval, int votes, int listeners) {

    static final int VOTES_PER_LISTENER = 10;
    static final int LISTENERS_FOR_VARIANCE = 10;
    static final double ERROR_OF_LOWER = 0.03;

    static final double ERROR_OF_UPPER = 0.005;
    private static final double ERROR_OF_ORDER = 0.01;

    /** Mean of the mixing distribution; the best {@code b} for a win rate {@code p} is {@code 4 (p - 1/2)}. */
    private static final double MIXING_MEAN = 0.4;

    private static final double MIXING_DEVIATION = 0.1;

    private static final Interval UNKNOWN = new Interval(0, 1);

    /** Decision on the challenger by its interval. */
    public enum Decision {
        /** The lower bound is above one half: the challenger becomes the champion. */
        PROMOTE,
        /** The upper bound is below one half: the champion stays. */
        KEEP,
        /** Neither: more votes are needed, and the champion stays meanwhile. */
        OPEN
    }

    public WinRate {
        if (!(0 <= rate && rate <= 1) || !(0 <= interval.lower()) || !(interval.upper() <= 1)) {
            throw new IllegalArgumentException(
                    "win rate: expected a rate and an interval from 0 to 1, found %s in %s".formatted(rate, interval));
        }
        if (listeners < 0 || votes < listeners) {
            throw new IllegalArgumentException("win rate: expected at least one vote of each listener, found %d of %d"
                    .formatted(votes, listeners));
        }
    }

    public Decision decision() {
        if (interval.lower() > 0.5) {
            return Decision.PROMOTE;
        }
        return interval.upper() < 0.5 ? Decision.KEEP : Decision.OPEN;
    }

    /** {@code votes} in the order in which they were given. */
    public static WinRate of(List<PairVote> votes) {
        Counter counter = new Counter();
        votes.forEach(counter::add);
        return counter.rate();
    }

    /** Counter of votes one by one, for those who look after each; {@link #of} in constant time a vote. */
    static final class Counter {

        private final Map<String, Ballot> ballots = new HashMap<>();
        private int votes;
        private int challengerFirst;
        private double worth;
        /** Sums over listeners of worth^2, worth * votes and votes^2. */
        private double worthWorth;

        private double worthVotes;
        private double votesVotes;

        private record Ballot(double worth, int votes) {}

        /** True for a vote that counts: none does beyond the listener's {@value #VOTES_PER_LISTENER}. */
        boolean add(PairVote vote) {
            Ballot before = ballots.getOrDefault(vote.listener(), new Ballot(0, 0));
            if (before.votes == VOTES_PER_LISTENER) {
                return false;
            }
            Ballot after = new Ballot(before.worth + vote.outcome().worth(), before.votes + 1);
            ballots.put(vote.listener(), after);
            worthWorth += after.worth * after.worth - before.worth * before.worth;
            worthVotes += after.worth * after.votes - before.worth * before.votes;
            votesVotes += (double) after.votes * after.votes - (double) before.votes * before.votes;
            votes++;
            worth += vote.outcome().worth();
            challengerFirst += vote.challengerFirst() ? 1 : 0;
            return true;
        }

        WinRate rate() {
            if (votes == 0) {
                return new WinRate(0.5, UNKNOWN, 0, 0);
            }
            double rate = worth / votes;
            Interval interval = orderIsFair()
                    ? new Interval(
                                    rate - bound(variance(), ERROR_OF_LOWER) / votes,
                                    rate + bound(variance(), ERROR_OF_UPPER) / votes)
                            .within(0, 1)
                    : UNKNOWN;
            return new WinRate(rate, interval, votes, ballots.size());
        }

        private double variance() {
            int listeners = ballots.size();
            if (listeners < LISTENERS_FOR_VARIANCE) {
                return votesVotes / 4;
            }
            double rate = worth / votes;
            double clustered = worthWorth - 2 * rate * worthVotes + rate * rate * votesVotes;
            return Math.max(votes / 4.0, clustered * listeners / (listeners - 1));
        }

        private boolean orderIsFair() {
            return Math.abs(challengerFirst - votes / 2.0) < bound(votes / 4.0, ERROR_OF_ORDER / 2);
        }
    }

    /**
     * The sum that is reached with a probability of at most {@code error}, ever: the {@code S} at which
     * {@code log(1 / error) = (s^2 S^2 + 2 m S - m^2 V) / (2 (1 + s^2 V)) - log(1 + s^2 V) / 2}, the logarithm of the mean of
     * {@code exp(bS - b^2 V / 2)} over {@code b} of mean {@code m} and deviation {@code s}.
     */
    private static double bound(double variance, double error) {
        double mean = MIXING_MEAN;
        double squared = MIXING_DEVIATION * MIXING_DEVIATION;
        double spread = 1 + squared * variance;
        double needed = mean * mean * variance + spread * (Math.log(spread) - 2 * Math.log(error));
        return (Math.sqrt(mean * mean + squared * needed) - mean) / squared;
    }
}
