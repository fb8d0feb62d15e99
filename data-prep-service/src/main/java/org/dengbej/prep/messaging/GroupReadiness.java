package org.dengbej.prep.messaging;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the group's coordinator hears of us: then requests can come in, and batches go out. */
@Readiness
@ApplicationScoped
class GroupReadiness implements HealthCheck {

    /** A member sends a sign of life every 3 s. */
    private static final long LATE_SECONDS = 10;

    @Inject
    DataPrepService service;

    @Override
    public HealthCheckResponse call() {
        long seconds = service.secondsSinceHeartbeat();
        return HealthCheckResponse.named("consumer group")
                .status(seconds < LATE_SECONDS)
                .withData("seconds since heartbeat", seconds)
                .build();
    }
}
