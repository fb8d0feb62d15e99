package org.dengbej.feedback.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.dengbej.feedback.trigger.TriggerPolicy.VoiceStatus;
import org.junit.jupiter.api.Test;

class TriggerPolicyTest {

    private static final Instant NOW = Instant.parse("2026-03-21T12:00:00Z");
    private static final TriggerPolicy POLICY = new TriggerPolicy(3, Duration.ofHours(1));

    @Test
    void enoughCorrectionsStartAJob() {
        assertThat(POLICY.starts(new VoiceStatus(2, false, null), NOW)).isFalse();
        assertThat(POLICY.starts(new VoiceStatus(3, false, null), NOW)).isTrue();
    }

    @Test
    void aVoiceHasOneJobAtATime() {
        assertThat(POLICY.starts(new VoiceStatus(9, true, null), NOW)).isFalse();
    }

    @Test
    void aVoiceCoolsDownBetweenJobs() {
        assertThat(POLICY.starts(new VoiceStatus(3, false, NOW.minusSeconds(3599)), NOW))
                .isFalse();
        assertThat(POLICY.starts(new VoiceStatus(3, false, NOW.minusSeconds(3600)), NOW))
                .isTrue();
    }
}
