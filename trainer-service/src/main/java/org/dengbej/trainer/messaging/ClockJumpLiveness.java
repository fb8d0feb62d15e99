package org.dengbej.trainer.messaging;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Liveness as the clock watchdog sees it: DOWN for good once the clock was set back, since Kafka's clients then stand still. */
@Liveness
@ApplicationScoped
class ClockJumpLiveness implements HealthCheck {

    private volatile long setBackMs;

    void setBack(long byMs) {
        setBackMs = byMs;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("clock")
                .status(setBackMs == 0)
                .withData("set back seconds", setBackMs / 1000)
                .build();
    }
}
