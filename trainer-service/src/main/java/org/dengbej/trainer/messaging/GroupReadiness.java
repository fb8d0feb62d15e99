package org.dengbej.trainer.messaging;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The service's readiness: while the group's coordinator hears of us, jobs can come in and what a job says goes out. */
@Readiness
@ApplicationScoped
class GroupReadiness implements HealthCheck {

    /** A member sends a heartbeat every 3 s. */
    private static final long MAX_HEARTBEAT_AGE_SECONDS = 10;

    @Inject
    TrainerService service;

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("consumer group")
                .status(service.secondsSinceHeartbeat() < MAX_HEARTBEAT_AGE_SECONDS)
                .withData("last heartbeat", service.lastHeartbeat())
                .build();
    }
}
