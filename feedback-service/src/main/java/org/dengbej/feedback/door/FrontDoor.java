package org.dengbej.feedback.door;

import io.quarkus.logging.Log;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import org.dengbej.feedback.config.FeedbackConfig;
import org.dengbej.feedback.web.NotNowException;
import org.dengbej.feedback.web.Refusal;
import org.dengbej.feedback.web.Refusals;

/** What is asked of every request before its body is read. Whoever is refused here has cost next to nothing. */
@ApplicationScoped
class FrontDoor {

    /** After Quarkus' headers, before its limit on bodies, which gives no reason. */
    private static final int FIRST = -100;

    private static final int AFTER_QUARKUS_LIMIT = -1;

    /** After everything that answers, before Quarkus' own page of errors. */
    private static final int FAILURES = 30_000;

    private static final Duration BUSY_RETRY_AFTER = Duration.ofSeconds(5);

    @Inject
    FeedbackConfig config;

    @Inject
    RateLimits limits;

    @Inject
    Refusals refusals;

    @Inject
    Bodies bodies;

    void open(@Observes Router router) {
        router.route().order(FIRST).handler(this::receive);
        router.route().order(FIRST + 1).handler(bodies::receive);
        router.route().order(AFTER_QUARKUS_LIMIT).handler(bodies::limitStream);
        router.route().order(FAILURES).failureHandler(this::failed);
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
            refuse(context, new Refusal(403, "another site sent this; a browser may send from our own page alone"));
            return;
        }
        context.next();
    }

    private static Budget budget(HttpMethod method, String path) {
        if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD) || method.equals(HttpMethod.OPTIONS)) {
            return Budget.HEARING;
        }
        return path.contains("corrections") ? Budget.UPLOADING : Budget.RATING;
    }

    /** What went wrong outside the resources: mostly bodies that cannot be read. */
    private void failed(RoutingContext context) {
        boolean gone = context.failure() instanceof IOException;
        if (gone || context.response().ended() || context.response().headWritten()) {
            return;
        }
        int status = context.statusCode();
        if (status == 503 || context.failure() instanceof RejectedExecutionException) {
            refuse(context, new Refusal(503, bodies.reason(503), BUSY_RETRY_AFTER));
        } else if (status >= 400 && status < 500) {
            refuse(context, new Refusal(status, bodies.reason(status)));
        } else {
            UUID id = UUID.randomUUID();
            Log.errorf(context.failure(), "request failed: id=%s path=%s", id, context.normalizedPath());
            refuse(context, new Refusal(500, "this is our fault; operators find it under " + id));
        }
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
