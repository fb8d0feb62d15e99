package org.dengbej.feedback.http.guard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dengbej.feedback.config.FeedbackConfig;
import org.dengbej.feedback.web.RetryLaterException;

/**
 * A token bucket per client and class: it holds a minute's worth and refills evenly. Buckets are kept for a limited number of
 * clients; one that was evicted is full again, and so is one that was idle for a minute.
 */
@ApplicationScoped
public class RateLimits {

    private static final Duration REFILL_PERIOD = Duration.ofMinutes(1);

    private record Client(RateLimitClass rateLimit, String address) {}

    private final FeedbackConfig.Limits limits;
    private final Map<RateLimitClass, Counter> limited;
    private final Cache<Client, Bucket> buckets;

    @Inject
    RateLimits(FeedbackConfig config, MeterRegistry metrics) {
        limits = config.limits();
        limited = Arrays.stream(RateLimitClass.values())
                .collect(Collectors.toMap(
                        Function.identity(),
                        rateLimit -> Counter.builder("dengbej.feedback.rate.limited")
                                .description("Requests refused because their client exceeded a rate limit")
                                .baseUnit("requests")
                                .tag("class", rateLimit.label())
                                .register(metrics)));
        buckets = Caffeine.newBuilder()
                .maximumSize(limits.maxClients())
                .expireAfterAccess(REFILL_PERIOD)
                .build();
    }

    /**
     * Takes a token of the sender's bucket.
     *
     * @throws RetryLaterException when the bucket is empty
     */
    public void take(RateLimitClass rateLimit, HttpServerRequest sender) {
        Client client = new Client(rateLimit, ClientAddress.of(sender, limits.proxyHops()));
        var taken = buckets.get(client, this::newBucket).tryConsumeAndReturnRemaining(1);
        if (!taken.isConsumed()) {
            limited.get(rateLimit).increment();
            throw RetryLaterException.tooMany(
                    rateLimit.exceeded(limits), Duration.ofNanos(taken.getNanosToWaitForRefill()));
        }
    }

    private Bucket newBucket(Client client) {
        int perMinute = client.rateLimit().perMinute(limits);
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, REFILL_PERIOD))
                .build();
    }
}
