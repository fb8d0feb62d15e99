package org.dengbej.trainer.messaging;

import ai.djl.Device;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.dengbej.events.Abbreviate;
import org.dengbej.events.CancelJob;
import org.dengbej.events.JobFailed;
import org.dengbej.events.Topics;
import org.dengbej.events.TrainVoice;
import org.dengbej.events.batch.InvalidBatchException;
import org.dengbej.messaging.ClockJumpWatchdog;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.messaging.DeadLetters;
import org.dengbej.messaging.Lease;
import org.dengbej.messaging.LeaseLostException;
import org.dengbej.messaging.WorkQueue;
import org.dengbej.messaging.WorkQueue.Membership;
import org.dengbej.speech.hub.HubClient;
import org.dengbej.speech.hub.ModelHub;
import org.dengbej.trainer.config.TrainerConfig;
import org.dengbej.trainer.data.DatasetSource;
import org.dengbej.trainer.job.JobLostException;
import org.dengbej.trainer.job.JobRunner;
import org.dengbej.trainer.loop.StopRequest;
import org.dengbej.vits.engine.Devices;
import org.eclipse.microprofile.health.Liveness;

/** The running service: takes jobs while it is up, hands its job back when it goes down. */
@ApplicationScoped
public class TrainerService {

    static final String SOURCE = "/trainer-service";

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> broker;

    @Inject
    TrainerConfig config;

    @Inject
    Cancellations cancellations;

    @Inject
    TrainerMetrics metrics;

    @Inject
    KafkaClientMetricsBinder clientMetrics;

    @Inject
    @Liveness
    ClockJumpLiveness liveness;

    @Inject
    SkippedEvents skippedEvents;

    private WorkQueue queue;
    private Device device;

    void start(@Observes StartupEvent event) {
        ClockJumpWatchdog.start(liveness::setBack);
        ClockJumpWatchdog.endProcessWhenSetBack();
        device = Devices.choose(config.device());
        queue = new WorkQueue(
                broker,
                new Membership(Topics.TRAINING_JOBS, "dengbej-trainer", config.sessionTimeout()),
                this::work,
                why -> metrics.deadLettered(Topics.TRAINING_JOBS, why),
                clientMetrics);
        queue.start();
        Log.infof("trainer ready for jobs: device=%s", device);
    }

    void stop(@Observes ShutdownEvent event) {
        queue.stop(config.shutdownTimeout());
    }

    long secondsSinceHeartbeat() {
        return queue.secondsSinceHeartbeat();
    }

    String lastHeartbeat() {
        return queue.lastHeartbeat();
    }

    private void work(ConsumerRecord<String, byte[]> record, Lease lease) {
        TrainVoice job = CloudEvents.read(record, TrainVoice.class);
        Log.infof("job taken: job=%s voice=%s", job.job(), job.voice());
        metrics.jobActive(true);
        try {
            cancellations.catchUp();
            train(job, lease);
        } catch (JobLostException e) {
            throw new LeaseLostException(e.getMessage(), e);
        } catch (KafkaException | LeaseLostException e) {
            throw e; // the job is taken again, by us or another trainer
        } catch (RuntimeException | Error e) {
            if (queue.stopping()) {
                Log.warnf(e, "job failed while the trainer stops, handed back: job=%s", job.job());
                return; // not finished, the record is taken again: a defect shows then, too
            }
            Log.errorf(e, "job failed by a defect: job=%s", job.job());
            String reason = Abbreviate.of("[%s] a defect of the trainer: %s".formatted(job.job(), e));
            lease.finish(sender -> {
                sender.send(CloudEvents.toRecord(
                        new JobFailed(job.job(), job.voice(), reason, JobRunner.lastCheckpoint(job)), SOURCE));
                sender.send(DeadLetters.of(record, e));
            });
            metrics.deadLettered(Topics.TRAINING_JOBS, e);
        } finally {
            metrics.jobActive(false);
        }
    }

    private void train(TrainVoice job, Lease lease) {
        Supplier<StopRequest> stop = () -> stopRequest(job, lease);
        DatasetSource datasets = new TopicDatasetSource(
                broker, config, skippedEvents, clientMetrics, (record, why) -> deadLetter(record, why, lease));
        HubClient hub = new HubClient(config.modelEndpoint(), config.hubToken().or(HubClient::userToken));
        JobRunner runner = new JobRunner(new ModelHub(config.modelCache(), hub), device, datasets);
        boolean ended = runner.run(job, new MeteredJobEventPublisher(new KafkaJobEventPublisher(lease), metrics), stop);
        if (ended) {
            lease.finish(nothing -> {});
        }
        Log.infof("job left: job=%s ended=%b", job.job(), ended);
    }

    private StopRequest stopRequest(TrainVoice job, Lease lease) {
        Optional<CancelJob> cancel = cancellations.of(job.job());
        if (cancel.isPresent()) {
            return new StopRequest.Cancel(cancel.get().reason());
        }
        return queue.stopping() || lease.lost() ? StopRequest.HAND_BACK : StopRequest.NONE;
    }

    private void deadLetter(ConsumerRecord<String, byte[]> record, InvalidBatchException why, Lease lease) {
        Log.warnf(
                "batch dead-lettered: topic=%s partition=%d offset=%d reason=%s",
                record.topic(), record.partition(), record.offset(), Abbreviate.of(why));
        lease.publish(DeadLetters.of(record, why));
        metrics.deadLettered(record.topic(), why);
    }
}
