package org.dengbej.feedback.http.guard;

import io.vertx.core.http.HttpMethod;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.dengbej.feedback.config.FeedbackConfig;

/** Classes of requests, each with a rate limit of its own, so that reading much costs nobody a rating. */
public enum RateLimitClass {
    /** Safe methods: pages, sentences, sound, lists. */
    READS(FeedbackConfig.Limits::readsPerMinute),
    /** Ratings, on the page or from a program. */
    RATINGS(FeedbackConfig.Limits::ratingsPerMinute),
    /** Recordings, on the page or from a program. */
    UPLOADS(FeedbackConfig.Limits::uploadsPerMinute);

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final ToIntFunction<FeedbackConfig.Limits> perMinute;

    RateLimitClass(ToIntFunction<FeedbackConfig.Limits> perMinute) {
        this.perMinute = perMinute;
    }

    /** The class of a request. One for no endpoint of ours counts as the scarcest, so that no spelling of a path evades a limit. */
    static RateLimitClass of(HttpMethod method, String normalizedPath) {
        return SAFE.contains(method)
                ? READS
                : Endpoint.find(method, normalizedPath).map(Endpoint::rateLimit).orElse(UPLOADS);
    }

    int perMinute(FeedbackConfig.Limits limits) {
        return perMinute.applyAsInt(limits);
    }

    /** Name in metrics and messages. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
