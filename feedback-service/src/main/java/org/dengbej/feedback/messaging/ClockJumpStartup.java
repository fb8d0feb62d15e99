package org.dengbej.feedback.messaging;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.dengbej.messaging.ClockJumpWatchdog;
import org.eclipse.microprofile.health.Liveness;

/**
 * Start of the clock watchdog: a clock that was set back turns liveness DOWN and ends the process, since the channels' clients are
 * the framework's and cannot be made anew.
 */
@ApplicationScoped
class ClockJumpStartup {

    @Inject
    @Liveness
    ClockJumpLiveness liveness;

    void start(@Observes StartupEvent event) {
        ClockJumpWatchdog.start(liveness::setBack);
        ClockJumpWatchdog.endProcessWhenSetBack();
    }
}
