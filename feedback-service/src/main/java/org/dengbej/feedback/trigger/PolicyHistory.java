package org.dengbej.feedback.trigger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dengbej.feedback.trigger.TriggerPolicy.Trigger;
import org.dengbej.feedback.trigger.TriggerPolicy.VoiceStatus;
import org.dengbej.feedback.trigger.TriggerPolicy.Waiting;

/**
 * The simulation of a policy over what has happened: when it would have started jobs, had they taken no time and changed nothing.
 *
 * @param events in any order
 */
public record PolicyHistory(List<Event> events) {

    /** What a policy looks at, when it came. */
    public sealed interface Event {
        Instant at();
    }

    /** A recording that was approved, by the moment when it was made. */
    public record Recorded(Instant at, double seconds) implements Event {}

    /** The upper end of the interval of a version's mean opinion score after a rating. */
    public record Rated(Instant at, int version, double upperScore) implements Event {}

    /** A job that would have been started. */
    public record Start(Instant at, Trigger trigger, int corrections) {}

    List<Start> starts(TriggerPolicy policy) {
        Simulation simulation = new Simulation(policy);
        events.stream().sorted(Comparator.comparing(Event::at)).forEach(simulation::take);
        return simulation.starts;
    }

    private static final class Simulation {
        private final TriggerPolicy policy;
        private final List<Start> starts = new ArrayList<>();
        private final Set<Integer> served = new HashSet<>();
        private Waiting waiting = Waiting.NOTHING;
        private Rated rated;
        private Instant lastStart;

        Simulation(TriggerPolicy policy) {
            this.policy = policy;
        }

        void take(Event event) {
            startUntil(event.at());
            if (event instanceof Recorded recorded) {
                waiting = waiting.plus(recorded.seconds());
            } else if (event instanceof Rated score) {
                rated = score;
            }
            startIfDue(event.at());
        }

        /** What time alone starts before the next event: the end of a cool-down, or a schedule. */
        private void startUntil(Instant next) {
            if (lastStart == null) {
                return;
            }
            Instant cooledDown = lastStart.plus(policy.coolDown());
            if (cooledDown.isBefore(next)) {
                startIfDue(cooledDown);
            }
            Instant scheduled = policy.every() == null ? null : lastStart.plus(policy.every());
            if (scheduled != null && scheduled.isBefore(next)) {
                startIfDue(scheduled);
            }
        }

        private void startIfDue(Instant now) {
            Optional<Trigger> trigger = policy.starts(
                    new VoiceStatus(
                            waiting,
                            false,
                            lastStart,
                            rated == null ? null : rated.upperScore(),
                            rated != null && served.contains(rated.version())),
                    now);
            if (trigger.isPresent()) {
                starts.add(new Start(now, trigger.get(), waiting.corrections()));
                lastStart = now;
                waiting = Waiting.NOTHING;
                if (trigger.get() == Trigger.RATINGS) {
                    served.add(rated.version());
                }
            }
        }
    }
}
