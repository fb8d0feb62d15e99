package org.dengbej.feedback.http.guard;

import io.quarkus.logging.Log;
import io.vertx.core.http.HttpHeaders;
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
import org.dengbej.feedback.web.DatabaseUnavailable;
import org.dengbej.feedback.web.Language;
import org.dengbej.feedback.web.ProblemDetail;
import org.dengbej.feedback.web.ProblemRenderer;
import org.dengbej.feedback.web.ReasonMessages;
import org.dengbej.feedback.web.RetryLaterException;

/** Checks of every request before its body is read: rate limit, origin, size, timeout. A refusal here costs next to nothing. */
@ApplicationScoped
class RequestGuard {

    /** After Quarkus' headers, before its limit on bodies, which gives no reason. */
    private static final int FIRST = -100;

    private static final int AFTER_QUARKUS_LIMIT = -1;

    /** After everything that responds, before Quarkus' own error page. */
    private static final int FAILURES = 30_000;

    private static final Duration BUSY_RETRY_AFTER = Duration.ofSeconds(5);

    @Inject
    FeedbackConfig config;

    @Inject
    RateLimits limits;

    @Inject
    ProblemRenderer renderer;

    @Inject
    BodyLimits bodyLimits;

    void register(@Observes Router router) {
        router.route().order(FIRST).handler(this::receive);
        router.route().order(FIRST + 1).handler(bodyLimits::receive);
        router.route().order(AFTER_QUARKUS_LIMIT).handler(bodyLimits::limitStream);
        router.route().order(FAILURES).failureHandler(this::failed);
    }

    private void receive(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!RequestTimeout.isEndless(context.normalizedPath())) {
            RequestTimeout.apply(context, config.limits().requestTimeout());
        }
        if (request.isSSL()) {
            context.response().putHeader("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        }
        try {
            limits.take(RateLimitClass.of(request.method(), context.normalizedPath()), request);
        } catch (RetryLaterException e) {
            refuse(context, e.problem());
            return;
        }
        if (CrossOriginProtection.isCrossOrigin(request)) {
            refuse(context, new ProblemDetail(403, ReasonMessages::otherSite));
            return;
        }
        context.next();
    }

    /** Failure handler for everything outside the resources, mostly bodies that cannot be read. */
    private void failed(RoutingContext context) {
        boolean disconnected = context.failure() instanceof IOException;
        if (disconnected || context.response().ended() || context.response().headWritten()) {
            return;
        }
        int status = context.statusCode();
        if (DatabaseUnavailable.matches(context.failure())) {
            refuse(
                    context,
                    new ProblemDetail(503, ReasonMessages::databaseUnavailable, DatabaseUnavailable.RETRY_AFTER));
            return;
        }
        if (status == 503 || context.failure() instanceof RejectedExecutionException) {
            refuse(context, new ProblemDetail(503, bodyLimits.reason(503), BUSY_RETRY_AFTER));
        } else if (status >= 400 && status < 500) {
            refuse(context, new ProblemDetail(status, bodyLimits.reason(status)));
        } else {
            UUID id = UUID.randomUUID();
            Log.errorf(context.failure(), "request failed: id=%s path=%s", id, context.normalizedPath());
            refuse(context, new ProblemDetail(500, reasons -> reasons.internalError(id)));
        }
    }

    private void refuse(RoutingContext context, ProblemDetail problem) {
        HttpServerResponse response = context.response().setStatusCode(problem.status());
        if (problem.retryAfter() != null) {
            response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(problem.retryAfterSeconds()));
        }
        HttpServerRequest request = context.request();
        Language language = Language.of(request.getParam("lang"), request.getHeader(HttpHeaders.ACCEPT_LANGUAGE));
        ProblemRenderer.Rendered rendered = renderer.render(problem, context.normalizedPath(), language);
        response.putHeader(HttpHeaders.CONTENT_TYPE, rendered.contentType()).end(rendered.body());
    }
}
