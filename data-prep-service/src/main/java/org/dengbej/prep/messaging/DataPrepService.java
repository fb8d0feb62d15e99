package org.dengbej.prep.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.dengbej.events.DatasetFailed;
import org.dengbej.events.DatasetProgress;
import org.dengbej.events.Event;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.Topics;
import org.dengbej.messaging.Abbreviate;
import org.dengbej.messaging.ClockJumpWatchdog;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.messaging.DeadLetters;
import org.dengbej.messaging.KafkaClients;
import org.dengbej.messaging.Lease;
import org.dengbej.messaging.LeaseLostException;
import org.dengbej.messaging.WorkQueue;
import org.dengbej.messaging.WorkQueue.Membership;
import org.dengbej.prep.config.DataPrepConfig;
import org.dengbej.prep.filter.VoiceFormat;
import org.dengbej.prep.preparation.Preparation;
import org.dengbej.prep.source.Layouts;
import org.dengbej.prep.source.RecordingSource;
import org.dengbej.prep.source.UnusableSourceException;
import org.dengbej.speech.hub.ModelHub;
import org.dengbej.speech.hub.ModelUnavailableException;

/** The running service: prepares what is asked for, and answers every request. */
@ApplicationScoped
public class DataPrepService {

    private static final String SOURCE = "/data-prep-service";
    private static final String GROUP = "dengbej-data-prep";
    private static final int PROGRESS_MAX_BLOCK_MS = 1_000;

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> broker;

    @Inject
    DataPrepConfig config;

    @Inject
    MeterRegistry metrics;

    private WorkQueue queue;
    private Producer<String, byte[]> progress;

    void start(@Observes StartupEvent event) {
        ClockJumpWatchdog.endProcessWhenSetBack();
        Map<String, Object> progressSettings = new HashMap<>(broker);
        progressSettings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PROGRESS_MAX_BLOCK_MS);
        progress = KafkaClients.producer(progressSettings);
        queue = new WorkQueue(
                broker,
                new Membership(Topics.DATASET_REQUESTS, GROUP, config.sessionTimeout()),
                this::work,
                this::countDeadLetter);
        queue.start();
        Log.infof("data-prep ready for requests: layouts=%s spool=%s", Layouts.names(), config.spoolDir());
    }

    void stop(@Observes ShutdownEvent event) {
        queue.stop(config.shutdownTimeout());
        progress.close(Duration.ofSeconds(1));
    }

    long secondsSinceHeartbeat() {
        return queue.secondsSinceHeartbeat();
    }

    String lastHeartbeat() {
        return queue.lastHeartbeat();
    }

    private void work(ConsumerRecord<String, byte[]> record, Lease lease) {
        PrepareDataset request = CloudEvents.read(record, PrepareDataset.class);
        Log.infof(
                "preparing: dataset=%s source=%s",
                request.dataset(), Abbreviate.of(request.source().toString()));
        try {
            prepare(request, lease);
        } catch (UnusableSourceException | ModelUnavailableException | UncheckedIOException e) {
            Log.warnf("data set failed: dataset=%s reason=%s", request.dataset(), Abbreviate.of(e));
            lease.finish(sender -> sender.send(failed(request, Abbreviate.of(e))));
            countFailed();
        } catch (KafkaException | LeaseLostException e) {
            throw e; // the request is taken again, by us or another replica
        } catch (RuntimeException | Error e) {
            Log.errorf(e, "data set failed by a defect: dataset=%s", request.dataset());
            lease.finish(sender -> {
                sender.send(failed(request, Abbreviate.of("a defect of data-prep: " + e)));
                sender.send(DeadLetters.of(record, e));
            });
            countFailed();
            countDeadLetter(e);
        }
    }

    private static ProducerRecord<String, byte[]> failed(PrepareDataset request, String reason) {
        return CloudEvents.toRecord(new DatasetFailed(request.dataset(), request.id(), reason), SOURCE);
    }

    private void prepare(PrepareDataset request, Lease lease) {
        try (RecordingSource source = Layouts.open(request.layout(), request.source())) {
            ModelHub hub = new ModelHub(config.modelCache(), config.modelEndpoint());
            VoiceFormat voice = VoiceFormat.read(hub.resolve(request.model())).at(request.sampleRateHz());
            int total = source.total();
            try (Preparation prepared =
                    Preparation.of(request, source, voice, config.maxFileBytes(), config.spoolDir(), seen -> {
                        leaveIfLost(lease);
                        tell(request, seen, total);
                    })) {
                lease.finish(sender -> DatasetPublication.publish(request, prepared, sender, SOURCE));
                Log.infof(
                        "prepared: dataset=%s batches=%d clips=%d hours=%.3f rejected=%s",
                        request.dataset(),
                        prepared.batchCount(),
                        prepared.statistics().clips(),
                        prepared.statistics().hours(),
                        prepared.rejectedByReason());
                count(prepared);
            }
        }
    }

    /** Nothing of a preparation can be saved halfway, so one that cannot be finished ends early. */
    private void leaveIfLost(Lease lease) {
        if (queue.stopping() || lease.lost()) {
            throw new LeaseLostException("the request is left to another replica", null);
        }
    }

    /** Progress is told at once, not with the transaction; nobody misses one that is lost. */
    private void tell(PrepareDataset request, int seen, int total) {
        Event event = new DatasetProgress(request.dataset(), request.id(), Math.min(seen, total), total);
        progress.send(CloudEvents.toRecord(event, SOURCE));
    }

    private void countDeadLetter(Throwable why) {
        metrics.counter("dengbej.prep.dead.letters", "topic", Topics.DATASET_REQUESTS, "kind", DeadLetters.kind(why))
                .increment();
    }

    private void countFailed() {
        metrics.counter("dengbej.prep.datasets", "outcome", "failed").increment();
    }

    private void count(Preparation prepared) {
        metrics.counter("dengbej.prep.datasets", "outcome", "prepared").increment();
        metrics.counter("dengbej.prep.batches").increment(prepared.batchCount());
        metrics.counter("dengbej.prep.speech.seconds")
                .increment(prepared.statistics().hours() * 3600);
        prepared.rejectedByReason()
                .forEach((reason, count) -> metrics.counter("dengbej.prep.rejected", "reason", reason)
                        .increment(count));
    }
}
