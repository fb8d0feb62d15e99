package org.dengbej.feedback.statistics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Cap on the ratings of one version of a voice that count of a listener, and of a network: the earliest. Identities are free to whoever
 * deletes a cookie, networks are not.
 *
 * @param perListener ratings that count, at least 1
 * @param perNetwork  ratings that count, at least {@code perListener}
 */
public record ContributionCap(int perListener, int perNetwork) {

    /** A set of ten, and two listeners who share a network (a family, a school). */
    public static final ContributionCap DEFAULT = new ContributionCap(10, 20);

    /**
     * A rating as the cap sees it.
     *
     * @param id       of the rating
     * @param listener pseudonym
     * @param network  the client's address, or for IPv6 its /64, or a hash of either
     * @param time     at which it was given
     */
    public record Contribution(String id, String listener, String network, Instant time) {

        public Contribution {
            Rating.named("contribution", "rating", id);
            Rating.named("contribution", "listener", listener);
            Rating.named("contribution", "network", network);
            Objects.requireNonNull(time, "contribution: expected a time, found null");
        }
    }

    /** A contribution that does not count, and why. */
    public record Excluded(Contribution contribution, ExclusionReason reason) {}

    /** All contributions by whether they count, each list in order of time. */
    public record Result(List<Contribution> counted, List<Excluded> excluded) {

        public Result {
            counted = List.copyOf(counted);
            excluded = List.copyOf(excluded);
        }

        /** Ids of the contributions that count. */
        public Set<String> countedIds() {
            return counted.stream().map(Contribution::id).collect(Collectors.toUnmodifiableSet());
        }
    }

    public ContributionCap {
        if (perListener < 1 || perNetwork < perListener) {
            throw new IllegalArgumentException(
                    "contribution cap: expected at least one rating of a listener and no fewer of a network, found %d and %d"
                            .formatted(perListener, perNetwork));
        }
    }

    public Result apply(List<Contribution> contributions) {
        Map<String, Integer> ofListener = new HashMap<>();
        Map<String, Integer> ofNetwork = new HashMap<>();
        List<Contribution> counted = new ArrayList<>();
        List<Excluded> excluded = new ArrayList<>();
        contributions.stream().sorted(Comparator.comparing(Contribution::time)).forEach(contribution -> {
            Optional<ExclusionReason> reason = reason(
                    ofListener.getOrDefault(contribution.listener(), 0),
                    ofNetwork.getOrDefault(contribution.network(), 0));
            if (reason.isPresent()) {
                excluded.add(new Excluded(contribution, reason.get()));
            } else {
                counted.add(contribution);
                ofListener.merge(contribution.listener(), 1, Integer::sum);
                ofNetwork.merge(contribution.network(), 1, Integer::sum);
            }
        });
        return new Result(counted, excluded);
    }

    private Optional<ExclusionReason> reason(int ofListener, int ofNetwork) {
        if (ofListener >= perListener) {
            return Optional.of(ExclusionReason.LISTENER_CAP);
        }
        return ofNetwork >= perNetwork ? Optional.of(ExclusionReason.NETWORK_CAP) : Optional.empty();
    }
}
