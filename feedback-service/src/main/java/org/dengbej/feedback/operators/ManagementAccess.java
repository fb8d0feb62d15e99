package org.dengbej.feedback.operators;

import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
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

/**
 * Health for probes, without details: a client without the role of an operator gets UP or DOWN. Access to the rest of the management
 * interface is configured under {@code quarkus.management.auth}.
 */
@ApplicationScoped
class ManagementAccess {

    /** After Quarkus' authentication and authorization, before the health endpoint. */
    private static final int ORDER = -1;

    @Inject
    SmallRyeHealthReporter health;

    void register(@Observes ManagementInterface management) {
        Map<String, Callable<SmallRyeHealth>> probes = Map.of(
                "/q/health",
                health::getHealth,
                "/q/health/live",
                health::getLiveness,
                "/q/health/ready",
                health::getReadiness,
                "/q/health/started",
                health::getStartup);
        probes.forEach((path, probe) ->
                management.router().route(path).order(ORDER).handler(context -> receive(context, probe)));
    }

    private static void receive(RoutingContext context, Callable<SmallRyeHealth> probe) {
        if (isOperator(context)) {
            context.next();
            return;
        }
        context.vertx()
                .executeBlocking(probe, false)
                .onSuccess(found -> answer(context, !found.isDown()))
                .onFailure(failed -> answer(context, false));
    }

    private static boolean isOperator(RoutingContext context) {
        return context.user() instanceof QuarkusHttpUser user
                && user.getSecurityIdentity().hasRole(OperatorKey.ROLE);
    }

    private static void answer(RoutingContext context, boolean up) {
        context.response()
                .setStatusCode(up ? 200 : 503)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(new JsonObject().put("status", up ? "UP" : "DOWN").encode());
    }
}
