package org.dengbej.feedback.http.guard;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Timeout of a request from its headers to the end of its response, however steadily it trickles. A client that still sends when the
 * response is out may do so for two seconds more, and its bytes are discarded, so that the response is read and not lost in a reset
 * (lingering close); then the connection is closed.
 */
final class RequestTimeout {

    private static final long LINGER_MS = TimeUnit.SECONDS.toMillis(2);

    /** Streams for voice builders, as long as a job or all recordings; a client without a session gets a short refusal. */
    private static final Pattern ENDLESS = Pattern.compile("/studio/voices/[^/]+/(jobs/[^/]+/events|data/[^/]+)");

    private RequestTimeout() {}

    /** True for a path whose response has no timeout of its own; an idle connection is closed all the same. */
    static boolean isEndless(String normalizedPath) {
        return ENDLESS.matcher(normalizedPath).matches();
    }

    static void apply(RoutingContext context, Duration timeout) {
        Vertx vertx = context.vertx();
        HttpServerRequest request = context.request();
        long timer =
                vertx.setTimer(timeout.toMillis(), id -> request.connection().close());
        context.addEndHandler(ended -> vertx.cancelTimer(timer));
        if (BodyLimits.hasBody(request)) {
            Future<Void> received = request.end();
            context.addHeadersEndHandler(ending -> {
                if (!received.isComplete()) {
                    context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
                }
            });
            context.addEndHandler(ended -> {
                if (!received.isComplete()) {
                    linger(vertx, request, received);
                }
            });
        }
    }

    private static void linger(Vertx vertx, HttpServerRequest request, Future<Void> received) {
        vertx.setTimer(LINGER_MS, id -> request.connection().close());
        received.onComplete(end -> request.connection().close());
        try {
            request.handler(discarded -> {});
            request.resume();
        } catch (IllegalStateException e) {
            request.connection().close(); // the whole body had arrived
        }
    }
}
