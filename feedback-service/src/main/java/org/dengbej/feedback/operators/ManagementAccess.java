package org.dengbej.feedback.operators;

import io.quarkus.vertx.http.ManagementInterface;
import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.Callable;

/** On the management port operators get everything; whoever else asks gets up or down, which is what probes need, and no reasons. */
@ApplicationScoped
class ManagementAccess {

    /** Before every other route. */
    private static final int FIRST = Integer.MIN_VALUE;

    @Inject
    OperatorKey key;

    @Inject
    SmallRyeHealthReporter health;

    private Map<String, Callable<SmallRyeHealth>> probes;

    void open(@Observes ManagementInterface management) {
        probes = Map.of(
                "/q/health",
                health::getHealth,
                "/q/health/live",
                health::getLiveness,
                "/q/health/ready",
                health::getReadiness,
                "/q/health/started",
                health::getStartup);
        management.router().route().order(FIRST).handler(this::receive);
    }

    private void receive(RoutingContext context) {
        if (key.opens(context.request().getHeader(HttpHeaders.AUTHORIZATION))) {
            context.next();
            return;
        }
        Callable<SmallRyeHealth> probe = probes.get(context.normalizedPath());
        if (probe == null) {
            context.response()
                    .setStatusCode(401)
                    .putHeader("WWW-Authenticate", "Bearer")
                    .end();
            return;
        }
        context.vertx()
                .executeBlocking(probe, false)
                .onSuccess(found -> answer(context, !found.isDown()))
                .onFailure(failed -> answer(context, false));
    }

    private static void answer(RoutingContext context, boolean up) {
        context.response()
                .setStatusCode(up ? 200 : 503)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(new JsonObject().put("status", up ? "UP" : "DOWN").encode());
    }
}
