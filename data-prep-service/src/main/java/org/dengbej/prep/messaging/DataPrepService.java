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
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.dengbej.events.DatasetFailed;
import org.dengbej.events.DatasetProgress;
import org.dengbej.events.Event;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.Topics;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.messaging.Lease;
import org.dengbej.messaging.WorkQueue;
import org.dengbej.messaging.WorkQueue.Membership;
import org.dengbej.prep.config.DataPrepConfig;
import org.dengbej.prep.preparation.Preparation;
import org.dengbej.prep.selection.VoiceFormat;
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
        Map<String, Object> connection = new HashMap<>(broker);
        connection.remove(ConsumerConfig.GROUP_ID_CONFIG);
        progress = new KafkaProducer<>(connection, new StringSerializer(), new ByteArraySerializer());
        queue = new WorkQueue(
                connection, new Membership(Topics.DATASET_REQUESTS, GROUP, config.sessionTimeoutMs()), this::work);
        queue.start();
        Log.infof("data-prep ready for requests: layouts=%s", Layouts.names());
    }

    void stop(@Observes ShutdownEvent event) {
        queue.stop(Duration.ofSeconds(config.stopSeconds()));
        progress.close(Duration.ofSeconds(1));
    }

    long secondsSinceHeartbeat() {
        return queue.secondsSinceHeartbeat();
    }

    private void work(ConsumerRecord<String, byte[]> record, Lease lease) {
        if (!(CloudEvents.read(record).orElse(null) instanceof PrepareDataset request)) {
            lease.finish(nothing -> {}); // of a type that is not ours
            return;
        }
        Log.infof("preparing: dataset=%s layout=%s source=%s", request.dataset(), request.layout(), request.source());
        try {
            prepare(request, lease);
        } catch (UnusableSourceException | ModelUnavailableException | UncheckedIOException e) {
            Log.warnf("data set failed: dataset=%s reason=%s", request.dataset(), e.getMessage());
            Event failed = new DatasetFailed(request.dataset(), request.id(), e.getMessage());
            lease.finish(sender -> sender.send(CloudEvents.toRecord(failed, SOURCE)));
            metrics.counter("dengbej.prep.datasets", "outcome", "failed").increment();
        }
    }

    private void prepare(PrepareDataset request, Lease lease) {
        try (RecordingSource source = Layouts.open(request.layout(), request.source())) {
            ModelHub hub = new ModelHub(config.modelCache(), config.modelEndpoint());
            VoiceFormat voice = VoiceFormat.read(hub.resolve(request.model())).at(request.sampleRateHz());
            int total = source.total();
            try (Preparation prepared =
                    Preparation.of(request, source, voice, config.maxFileBytes(), seen -> tell(request, seen, total))) {
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

    /** Progress is told at once, not with the transaction; nobody misses one that is lost. */
    private void tell(PrepareDataset request, int seen, int total) {
        Event event = new DatasetProgress(request.dataset(), request.id(), Math.min(seen, total), total);
        progress.send(CloudEvents.toRecord(event, SOURCE));
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
