package org.dengbej.feedback.messaging;

import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dengbej.events.EpochEvaluated;
import org.dengbej.events.Event;
import org.dengbej.events.JobCancelled;
import org.dengbej.events.JobCompleted;
import org.dengbej.events.JobFailed;
import org.dengbej.events.JobStarted;
import org.dengbej.events.StepsTrained;
import org.dengbej.feedback.telemetry.JobUpdate;
import org.dengbej.feedback.telemetry.LiveJobs;
import org.dengbej.messaging.CloudEvents;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Consumer of training events for the pages of running jobs. It reads beside {@link TrainingEvents}, which waits for the database and
 * shares its partitions with other replicas; what this cannot read is dead-lettered there.
 */
@ApplicationScoped
class Telemetry {

    @Inject
    LiveJobs live;

    @Incoming("telemetry")
    @Blocking
    void process(ConsumerRecord<String, byte[]> record) {
        Event event = CloudEvents.read(record).orElse(null);
        if (event instanceof StepsTrained trained) {
            add(
                    trained,
                    JobUpdate.trained(
                            trained.step(),
                            trained.stepsTotal(),
                            trained.epoch(),
                            trained.losses(),
                            trained.stepSeconds()));
        } else if (event instanceof EpochEvaluated evaluated) {
            add(
                    evaluated,
                    JobUpdate.evaluated(
                            evaluated.step(),
                            evaluated.epoch(),
                            evaluated.losses(),
                            means(evaluated),
                            evaluated.best()));
        } else if (event instanceof JobStarted started) {
            add(started, JobUpdate.started(started.fromStep(), started.steps(), started.device()));
        } else if (event instanceof JobCompleted completed) {
            add(
                    completed,
                    JobUpdate.of(JobUpdate.Kind.COMPLETED, completed.model().toString()));
        } else if (event instanceof JobCancelled cancelled) {
            add(cancelled, JobUpdate.of(JobUpdate.Kind.CANCELLED, cancelled.reason()));
        } else if (event instanceof JobFailed failed) {
            add(failed, JobUpdate.of(JobUpdate.Kind.FAILED, failed.reason()));
        }
    }

    private static Map<String, Double> means(EpochEvaluated evaluated) {
        return evaluated.measures().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, measure -> measure.getValue().mean()));
    }

    /** The key of a training event is its job. */
    private void add(Event event, JobUpdate update) {
        live.add(event.key(), update);
    }
}
