package org.dengbej.feedback.door;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.dengbej.feedback.config.FeedbackConfig;
import org.dengbej.feedback.web.NotNowException;
import org.dengbej.feedback.web.Refusal;
import org.dengbej.feedback.web.Refusals;

/** What is asked of every request before its body is read. Whoever is refused here has cost next to nothing. */
@ApplicationScoped
class FrontDoor {

    /** Before Quarkus' own limit on bodies, which gives no reason. */
    private static final int FIRST = 100;

    /** After it, and before everything that reads a body. */
    private static final int AFTER_QUARKUS_LIMIT = 1;

    private static final String STREAM_LIMIT = "io.quarkus.max-request-size";
    private static final long SLACK_BYTES = 1 << 20;

    @Inject
    FeedbackConfig config;

    @Inject
    RateLimits limits;

    @Inject
    Refusals refusals;

    void open(@Observes Filters filters) {
        filters.register(this::receive, FIRST);
        filters.register(this::lastWord, AFTER_QUARKUS_LIMIT);
    }

    private void receive(RoutingContext context) {
        HttpServerRequest request = context.request();
        Patience.with(context, config.limits().requestSeconds());
        if (request.isSSL()) {
            context.response().putHeader("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        }
        try {
            limits.take(budget(request.method(), context.normalizedPath()), request);
        } catch (NotNowException e) {
            refuse(context, e.refusal());
            return;
        }
        if (Elsewhere.sends(request)) {
            refuse(
                    context,
                    new Refusal(403, "another site sent this; nothing is taken from a browser but from our own page"));
            return;
        }
        long limit = maxBytes(context.normalizedPath());
        if (announcedBytes(request) > limit) {
            refuse(context, new Refusal(413, "a body may have %d bytes here".formatted(limit)));
            return;
        }
        context.next();
    }

    /** Quarkus stops a stream without a word; whoever reads it stops a little earlier and says why. */
    private void lastWord(RoutingContext context) {
        Long limit = context.get(STREAM_LIMIT);
        if (limit != null) {
            context.put(STREAM_LIMIT, limit + SLACK_BYTES);
        }
        context.next();
    }

    private static Budget budget(HttpMethod method, String path) {
        if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD) || method.equals(HttpMethod.OPTIONS)) {
            return Budget.HEARING;
        }
        return path.contains("corrections") ? Budget.UPLOADING : Budget.RATING;
    }

    private long maxBytes(String path) {
        boolean recordings = path.contains("corrections") || path.contains("listen");
        return (recordings ? config.correction().maxBytes() : 0)
                + config.limits().maxFieldBytes();
    }

    private static long announcedBytes(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length); // that it is one has the decoder seen to
    }

    private void refuse(RoutingContext context, Refusal refusal) {
        HttpServerResponse response = context.response().setStatusCode(refusal.status());
        if (refusal.retryAfter() != null) {
            response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(refusal.retryAfterSeconds()));
        }
        Refusals.Told told = refusals.tell(
                refusal, context.normalizedPath(), context.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE));
        response.putHeader(HttpHeaders.CONTENT_TYPE, told.contentType()).end(told.body());
    }
}
