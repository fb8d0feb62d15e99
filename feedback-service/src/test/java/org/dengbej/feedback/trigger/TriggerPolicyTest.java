package org.dengbej.feedback.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.dengbej.feedback.trigger.TriggerPolicy.Trigger;
import org.dengbej.feedback.trigger.TriggerPolicy.VoiceStatus;
import org.junit.jupiter.api.Test;

class TriggerPolicyTest {

    private static final Instant NOW = Instant.parse("2026-03-21T12:00:00Z");
    private static final TriggerPolicy POLICY = new TriggerPolicy(3, 3.5, Duration.ofHours(1));

    private static VoiceStatus corrections(int waiting, boolean jobOpen, Instant lastJobStart) {
        return new VoiceStatus(waiting, jobOpen, lastJobStart, null, false);
    }

    private static VoiceStatus ratings(Double upperScore, boolean served) {
        return new VoiceStatus(0, false, null, upperScore, served);
    }

    @Test
    void enoughCorrectionsStartAJob() {
        assertThat(POLICY.starts(corrections(2, false, null), NOW)).isEmpty();
        assertThat(POLICY.starts(corrections(3, false, null), NOW)).contains(Trigger.CORRECTIONS);
    }

    @Test
    void ratingsWhoseWholeIntervalIsBelowTheTargetStartAJob() {
        assertThat(POLICY.starts(ratings(3.49, false), NOW)).contains(Trigger.RATINGS);
        assertThat(POLICY.starts(ratings(3.5, false), NOW)).isEmpty();
        assertThat(POLICY.starts(ratings(null, false), NOW)).isEmpty();
    }

    @Test
    void theRatingsOfAVersionStartOneJob() {
        assertThat(POLICY.starts(ratings(2.0, true), NOW)).isEmpty();
    }

    @Test
    void aVoiceHasOneJobAtATime() {
        assertThat(POLICY.starts(corrections(9, true, null), NOW)).isEmpty();
        assertThat(POLICY.starts(new VoiceStatus(0, true, null, 2.0, false), NOW))
                .isEmpty();
    }

    @Test
    void aVoiceCoolsDownBetweenJobs() {
        assertThat(POLICY.starts(corrections(3, false, NOW.minusSeconds(3599)), NOW))
                .isEmpty();
        assertThat(POLICY.starts(corrections(3, false, NOW.minusSeconds(3600)), NOW))
                .contains(Trigger.CORRECTIONS);
    }
}
