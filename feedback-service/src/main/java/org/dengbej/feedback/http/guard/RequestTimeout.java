package org.dengbej.feedback.http.guard;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long a client may take. A request has so many seconds in all, however steadily it drips. Whoever still sends when the answer
 * is out may finish within a few seconds, unheard, so that the answer is read and not lost in a reset; then the connection ends.
 */
final class RequestTimeout {

    private static final long LINGER_MS = TimeUnit.SECONDS.toMillis(2);

    private RequestTimeout() {}

    static void apply(RoutingContext context, Duration timeout) {
        Vertx vertx = context.vertx();
        HttpServerRequest request = context.request();
        long timer =
                vertx.setTimer(timeout.toMillis(), id -> request.connection().close());
        context.addEndHandler(answered -> vertx.cancelTimer(timer));
        if (BodyLimits.any(request)) {
            Future<Void> heard = request.end();
            context.addHeadersEndHandler(answering -> {
                if (!heard.isComplete()) {
                    context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
                }
            });
            context.addEndHandler(answered -> {
                if (!heard.isComplete()) {
                    linger(vertx, request, heard);
                }
            });
        }
    }

    private static void linger(Vertx vertx, HttpServerRequest request, Future<Void> heard) {
        vertx.setTimer(LINGER_MS, id -> request.connection().close());
        heard.onComplete(end -> request.connection().close());
        try {
            request.handler(unheard -> {});
            request.resume();
        } catch (IllegalStateException e) {
            request.connection().close(); // all of it was there, if not yet heard
        }
    }
}
