package org.dengbej.feedback.messaging;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.dengbej.messaging.ClockJumpWatchdog;

/** The channels' clients are the framework's: where they would stand still, the process begins anew. */
@ApplicationScoped
class ClockJumpStartup {

    void start(@Observes StartupEvent event) {
        ClockJumpWatchdog.endProcessWhenSetBack();
    }
}
