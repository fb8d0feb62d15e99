package org.dengbej.feedback.door;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;

/**
 * How long a client may take. A request has so many seconds in all, however steadily it drips. Whoever still sends when the answer
 * is out may finish within a few seconds, unheard, so that the answer is read and not lost in a reset; then the connection ends.
 */
final class Patience {

    private static final long LINGER_MS = TimeUnit.SECONDS.toMillis(2);

    private Patience() {}

    static void with(RoutingContext context, int requestSeconds) {
        Vertx vertx = context.vertx();
        HttpServerRequest request = context.request();
        long timer = vertx.setTimer(
                TimeUnit.SECONDS.toMillis(requestSeconds),
                id -> request.connection().close());
        context.addHeadersEndHandler(answering -> {
            if (!request.isEnded()) {
                context.response().putHeader("Connection", "close");
            }
        });
        context.addEndHandler(answered -> {
            vertx.cancelTimer(timer);
            if (!request.isEnded()) {
                linger(vertx, request);
            }
        });
    }

    private static void linger(Vertx vertx, HttpServerRequest request) {
        vertx.setTimer(LINGER_MS, id -> request.connection().close());
        try {
            request.handler(unheard -> {});
            request.endHandler(end -> request.connection().close());
            request.resume();
        } catch (IllegalStateException e) {
            request.connection().close(); // it ended between the question and this
        }
    }
}
