package org.dengbej.feedback.http.guard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.dengbej.feedback.config.FeedbackConfig;
import org.dengbej.feedback.web.RetryLaterException;

/**
 * A token bucket for each client and budget: it holds a minute's worth and fills evenly. Buckets are kept for so many clients at
 * most; one that was forgotten is a full one, and so is one that rested for a minute.
 */
@ApplicationScoped
public class RateLimits {

    private static final Duration FULL_AGAIN = Duration.ofMinutes(1);

    private record Client(RateLimitClass budget, String address) {}

    private final FeedbackConfig.Limits limits;
    private final MeterRegistry metrics;
    private final Cache<Client, Bucket> buckets;

    @Inject
    RateLimits(FeedbackConfig config, MeterRegistry metrics) {
        limits = config.limits();
        this.metrics = metrics;
        buckets = Caffeine.newBuilder()
                .maximumSize(limits.maxClients())
                .expireAfterAccess(FULL_AGAIN)
                .build();
    }

    /**
     * Takes one from the sender's budget.
     *
     * @throws RetryLaterException when nothing is left of it
     */
    public void take(RateLimitClass budget, HttpServerRequest sender) {
        Client client = new Client(budget, ClientAddress.of(sender, limits.proxyHops()));
        var taken = buckets.get(client, this::full).tryConsumeAndReturnRemaining(1);
        if (!taken.isConsumed()) {
            String name = budget.label();
            metrics.counter("dengbej.feedback.limited", "budget", name).increment();
            throw RetryLaterException.tooMany(
                    "%s: a client may do it %d times a minute".formatted(name, budget.perMinute(limits)),
                    Duration.ofNanos(taken.getNanosToWaitForRefill()));
        }
    }

    private Bucket full(Client client) {
        int perMinute = client.budget().perMinute(limits);
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, FULL_AGAIN))
                .build();
    }
}
