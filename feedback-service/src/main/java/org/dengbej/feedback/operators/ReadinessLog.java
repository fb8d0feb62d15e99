package org.dengbej.feedback.operators;

import io.quarkus.logging.Log;
import io.smallrye.health.event.SmallRyeHealthStatusChangeEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.health.Readiness;

/** The log of the service's readiness: one line per change, where SmallRye Health would write one per probe that finds it down. */
@ApplicationScoped
class ReadinessLog {

    void changed(@Observes @Readiness SmallRyeHealthStatusChangeEvent event) {
        Log.infof(
                "readiness changed: status=%s health=%s",
                event.health().getStatus(), event.health().getPayload());
    }
}
