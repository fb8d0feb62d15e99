package org.dengbej.prep.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

class ClockJumpLivenessTest {

    @Test
    void aClockThatWasSetBackMakesTheServiceNotAlive() {
        ClockJumpLiveness liveness = new ClockJumpLiveness();
        assertThat(liveness.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);

        liveness.setBack(42_000);

        HealthCheckResponse response = liveness.call();
        assertThat(response.getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(response.getData().orElseThrow()).containsEntry("set-back-seconds", 42L);
    }
}
