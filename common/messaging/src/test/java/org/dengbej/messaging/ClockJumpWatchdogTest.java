package org.dengbej.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClockJumpWatchdogTest {

    private static final long HOUR_MS = 3_600_000;

    private long wallMs = 1_800_000_000_000L;
    private long steadyMs = 5_000;
    private final ClockJumpWatchdog clock = new ClockJumpWatchdog(() -> wallMs, () -> steadyMs);

    private void passes(long ms) {
        wallMs += ms;
        steadyMs += ms;
    }

    @Test
    void aClockThatWasSetBackIsNoticedOnce() {
        passes(1000);
        wallMs -= HOUR_MS;
        assertThat(clock.setBackMs()).hasValue(HOUR_MS);
        passes(1000);
        assertThat(clock.setBackMs()).isEmpty();
    }

    @Test
    void tenSecondsAreTolerated() {
        wallMs -= 10_000;
        assertThat(clock.setBackMs()).isEmpty();
        wallMs -= 10_001;
        assertThat(clock.setBackMs()).hasValue(10_001);
    }

    @Test
    void aClockThatWasSetForwardIsSetBackWhenItIsCorrected() {
        wallMs += 240 * HOUR_MS;
        assertThat(clock.setBackMs()).isEmpty();
        wallMs -= 240 * HOUR_MS;
        assertThat(clock.setBackMs()).hasValue(240 * HOUR_MS);
    }

    @Test
    void aMachineThatSleptAndOneWhoseClockIsCorrectedByASecondAreLeftAlone() {
        wallMs += 8 * HOUR_MS; // the steady clock may sleep too
        assertThat(clock.setBackMs()).isEmpty();
        for (int day = 0; day < 100; day++) {
            passes(24 * HOUR_MS);
            wallMs -= 1000;
            assertThat(clock.setBackMs()).isEmpty();
        }
    }
}
