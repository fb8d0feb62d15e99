package org.dengbej.trainer.messaging;

import ai.djl.Device;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.dengbej.events.DatasetPrepared;
import org.dengbej.events.Topics;
import org.dengbej.events.TrainVoice;
import org.dengbej.events.WeightedDataset;
import org.dengbej.events.batch.InvalidBatchException;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.messaging.DeadLetters;
import org.dengbej.messaging.Lease;
import org.dengbej.messaging.LeaseLostException;
import org.dengbej.messaging.LogReader;
import org.dengbej.messaging.WorkQueue;
import org.dengbej.messaging.WorkQueue.Membership;
import org.dengbej.speech.hub.ModelHub;
import org.dengbej.trainer.config.TrainerConfig;
import org.dengbej.trainer.run.Dataset;
import org.dengbej.trainer.run.JobLostException;
import org.dengbej.trainer.run.JobRunner;
import org.dengbej.trainer.run.StopRequest;
import org.dengbej.vits.engine.Devices;

/** The running service: takes jobs while it is up, hands its job back when it goes down. */
@ApplicationScoped
public class TrainerService {

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> broker;

    @Inject
    TrainerConfig config;

    @Inject
    Cancellations cancellations;

    @Inject
    MeterRegistry metrics;

    private WorkQueue queue;
    private Producer<String, byte[]> deadLetters;
    private Device device;

    void start(@Observes StartupEvent event) {
        device = Devices.choose(config.device());
        deadLetters = new KafkaProducer<>(connection(), new StringSerializer(), new ByteArraySerializer());
        queue = new WorkQueue(
                connection(),
                new Membership(Topics.TRAINING_JOBS, "dengbej-trainer", config.sessionTimeoutMs()),
                this::work);
        queue.start();
        Log.infof("trainer ready for jobs: device=%s", device);
    }

    void stop(@Observes ShutdownEvent event) {
        queue.stop(Duration.ofSeconds(config.stopSeconds()));
        deadLetters.close();
    }

    long secondsSinceHeartbeat() {
        return queue.secondsSinceHeartbeat();
    }

    /** What every client of ours needs to reach the broker, and nothing of what makes it one client or another. */
    private Map<String, Object> connection() {
        Map<String, Object> connection = new HashMap<>(broker);
        connection.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return connection;
    }

    private void work(ConsumerRecord<String, byte[]> record, Lease lease) {
        if (!(CloudEvents.read(record).orElse(null) instanceof TrainVoice job)) {
            lease.finish(nothing -> {}); // of a type that is not ours
            return;
        }
        Log.infof("job taken: job=%s voice=%s", job.job(), job.voice());
        Supplier<StopRequest> stop = () -> stopRequest(job, lease);
        JobRunner runner =
                new JobRunner(new ModelHub(config.modelCache(), config.modelEndpoint()), device, of -> open(of, stop));
        try {
            boolean ended = runner.run(job, new MeteredJournal(new KafkaJournal(lease), metrics), stop);
            if (ended) {
                lease.finish(nothing -> {});
            }
            Log.infof("job left: job=%s ended=%b", job.job(), ended);
        } catch (JobLostException e) {
            throw new LeaseLostException(e.getMessage(), e);
        }
    }

    private StopRequest stopRequest(TrainVoice job, Lease lease) {
        if (cancellations.contains(job.job())) {
            return StopRequest.CANCEL;
        }
        return queue.stopping() || lease.lost() ? StopRequest.HAND_BACK : StopRequest.NONE;
    }

    private Optional<Dataset> open(TrainVoice job, Supplier<StopRequest> stop) {
        Set<String> names =
                job.datasets().stream().map(WeightedDataset::dataset).collect(Collectors.toSet());
        return new DatasetCatalogue(connection(), Duration.ofSeconds(config.datasetPatienceSeconds()))
                .await(names, () -> stop.get() != StopRequest.NONE)
                .map(prepared -> open(job, prepared));
    }

    private Dataset open(TrainVoice job, Map<String, DatasetPrepared> prepared) {
        List<LoggedDataset.Source> sources = job.datasets().stream()
                .map(of -> new LoggedDataset.Source(prepared.get(of.dataset()), of.weight()))
                .toList();
        return new LoggedDataset(LogReader.open(connection()), sources, job.seed(), this::deadLetter);
    }

    private void deadLetter(ConsumerRecord<String, byte[]> record, InvalidBatchException reason) {
        Log.warnf(
                "batch dead-lettered: topic=%s partition=%d offset=%d reason=%s",
                record.topic(), record.partition(), record.offset(), reason.getMessage());
        deadLetters.send(DeadLetters.of(record, reason));
    }
}
