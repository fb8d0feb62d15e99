package org.dengbej.feedback.messaging;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.dengbej.messaging.ClockWatch;

/** The channels' clients are the framework's: where they would stand still, the process begins anew. */
@ApplicationScoped
class StandingClients {

    void start(@Observes StartupEvent event) {
        ClockWatch.endProcessWhenSetBack();
    }
}
