package org.dengbej.feedback.http.guard;

import io.vertx.core.http.HttpMethod;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import org.dengbej.feedback.config.FeedbackConfig;
import org.dengbej.feedback.web.Reason;
import org.dengbej.feedback.web.ReasonMessages;

/** Classes of requests, each with a rate limit of its own, so that reading much costs nobody a rating. */
public enum RateLimitClass {
    /** Safe methods: pages, sentences, sound, lists. */
    READS(FeedbackConfig.Limits::readsPerMinute, ReasonMessages::tooManyReads),
    /** Ratings, on the page or from a program. */
    RATINGS(FeedbackConfig.Limits::ratingsPerMinute, ReasonMessages::tooManyRatings),
    /** Recordings, on the page or from a program. */
    UPLOADS(FeedbackConfig.Limits::uploadsPerMinute, ReasonMessages::tooManyUploads),
    /** Sign-ins to the studio, right or wrong: who guesses keys has few tries. */
    SIGN_INS(FeedbackConfig.Limits::signInsPerMinute, ReasonMessages::tooManySignIns);

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final ToIntFunction<FeedbackConfig.Limits> perMinute;
    private final BiFunction<ReasonMessages, Integer, String> reason;

    RateLimitClass(ToIntFunction<FeedbackConfig.Limits> perMinute, BiFunction<ReasonMessages, Integer, String> reason) {
        this.perMinute = perMinute;
        this.reason = reason;
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

    /** The reason to refuse what exceeds the limit. */
    Reason exceeded(FeedbackConfig.Limits limits) {
        int max = perMinute(limits);
        return reasons -> reason.apply(reasons, max);
    }

    /** Name in metrics. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
