package org.dengbej.feedback.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.dengbej.feedback.trigger.PolicyHistory.Event;
import org.dengbej.feedback.trigger.PolicyHistory.Rated;
import org.dengbej.feedback.trigger.PolicyHistory.Recorded;
import org.dengbej.feedback.trigger.PolicyHistory.Start;
import org.dengbej.feedback.trigger.TriggerPolicy.Trigger;
import org.junit.jupiter.api.Test;

class PolicyHistoryTest {

    private static final Instant BEGIN = Instant.parse("2026-03-21T12:00:00Z");
    private static final TriggerPolicy POLICY = new TriggerPolicy(3, null, 3.5, null, Duration.ofHours(1));

    private static Instant at(long minutes) {
        return BEGIN.plus(Duration.ofMinutes(minutes));
    }

    /** Recordings of two seconds, one a minute. */
    private static List<Event> recorded(int count) {
        List<Event> events = new ArrayList<>();
        for (int minute = 0; minute < count; minute++) {
            events.add(new Recorded(at(minute), 2));
        }
        return events;
    }

    @Test
    void everyThirdRecordingStartsAJobUnlessTheVoiceCoolsDown() {
        List<Start> starts = new PolicyHistory(recorded(10)).starts(POLICY);

        // at the third; the seven after it wait until an hour has passed, when nothing comes any more
        assertThat(starts)
                .extracting(Start::at, Start::trigger, Start::corrections)
                .containsExactly(tuple(at(2), Trigger.CORRECTIONS, 3));
    }

    @Test
    void whatWaitedStartsTheNextJobWhenTheVoiceHasCooledDown() {
        List<Event> events = recorded(10);
        events.add(new Rated(at(600), 1, 5));

        assertThat(new PolicyHistory(events).starts(POLICY))
                .extracting(Start::at, Start::corrections)
                .containsExactly(tuple(at(2), 3), tuple(at(62), 7));
    }

    @Test
    void ratingsBelowTheTargetStartOneJobAVersion() {
        List<Event> events = List.of(
                new Rated(at(0), 1, 4.0),
                new Rated(at(1), 1, 3.4),
                new Rated(at(200), 1, 3.0),
                new Rated(at(300), 2, 3.2),
                new Rated(at(400), 2, 3.1));

        assertThat(new PolicyHistory(events).starts(POLICY))
                .extracting(Start::at, Start::trigger)
                .containsExactly(tuple(at(1), Trigger.RATINGS), tuple(at(300), Trigger.RATINGS));
    }

    @Test
    void aScheduleStartsAJobBetweenTheEvents() {
        TriggerPolicy daily = new TriggerPolicy(3, null, 1, Duration.ofDays(1), Duration.ofHours(1));
        List<Event> events = recorded(2);
        events.add(new Rated(at(10_000), 1, 5));

        // at once where there was no job before, and a day later for the recording that came since
        assertThat(new PolicyHistory(events).starts(daily))
                .extracting(Start::at, Start::trigger, Start::corrections)
                .containsExactly(
                        tuple(at(0), Trigger.SCHEDULE, 1), tuple(at(0).plus(Duration.ofDays(1)), Trigger.SCHEDULE, 1));
    }

    @Test
    void theOrderInWhichTheHistoryIsReadDoesNotMatter() {
        List<Event> events = recorded(50);
        events.add(new Rated(at(20), 1, 2));
        List<Start> inOrder = new PolicyHistory(events).starts(POLICY);
        List<Event> shuffled = new ArrayList<>(events);
        Collections.shuffle(shuffled, new Random(1));

        assertThat(new PolicyHistory(shuffled).starts(POLICY))
                .isEqualTo(inOrder)
                .isNotEmpty();
    }
}
