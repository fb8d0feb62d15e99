package org.dengbej.feedback.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.dengbej.feedback.trigger.TriggerPolicy.Trigger;
import org.dengbej.feedback.trigger.TriggerPolicy.VoiceStatus;
import org.dengbej.feedback.trigger.TriggerPolicy.Waiting;
import org.junit.jupiter.api.Test;

class TriggerPolicyTest {

    private static final Instant NOW = Instant.parse("2026-03-21T12:00:00Z");
    private static final TriggerPolicy POLICY = new TriggerPolicy(3, null, 3.5, null, Duration.ofHours(1));

    private static VoiceStatus corrections(int waiting, boolean jobOpen, Instant lastJobStart) {
        return new VoiceStatus(new Waiting(waiting, 2 * waiting), jobOpen, lastJobStart, null, false);
    }

    private static VoiceStatus ratings(Double upperScore, boolean served) {
        return new VoiceStatus(Waiting.NOTHING, false, null, upperScore, served);
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
        assertThat(POLICY.starts(new VoiceStatus(Waiting.NOTHING, true, null, 2.0, false), NOW))
                .isEmpty();
    }

    @Test
    void aVoiceCoolsDownBetweenJobs() {
        assertThat(POLICY.starts(corrections(3, false, NOW.minusSeconds(3599)), NOW))
                .isEmpty();
        assertThat(POLICY.starts(corrections(3, false, NOW.minusSeconds(3600)), NOW))
                .contains(Trigger.CORRECTIONS);
    }

    @Test
    void enoughSecondsOfCorrectionsStartAJob() {
        TriggerPolicy seconds = new TriggerPolicy(100, 10.0, 1, null, Duration.ZERO);

        assertThat(seconds.starts(corrections(4, false, null), NOW)).isEmpty();
        assertThat(seconds.starts(corrections(5, false, null), NOW)).contains(Trigger.CORRECTIONS);
    }

    @Test
    void aScheduleStartsAJobForWhateverWaits() {
        TriggerPolicy weekly = new TriggerPolicy(100, null, 1, Duration.ofDays(7), Duration.ofHours(1));
        Instant weekAgo = NOW.minus(Duration.ofDays(7));

        assertThat(weekly.starts(corrections(1, false, weekAgo), NOW)).contains(Trigger.SCHEDULE);
        assertThat(weekly.starts(corrections(1, false, weekAgo.plusSeconds(1)), NOW))
                .isEmpty();
        assertThat(weekly.starts(corrections(0, false, weekAgo), NOW))
                .as("the same data would make the same voice")
                .isEmpty();
        assertThat(weekly.starts(corrections(1, true, weekAgo), NOW)).isEmpty();
    }
}
