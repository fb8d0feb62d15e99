package org.dengbej.prep.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.dengbej.events.Abbreviate;
import org.dengbej.events.DatasetFailed;
import org.dengbej.events.DatasetPlanned;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.Topics;
import org.dengbej.messaging.ClockJumpWatchdog;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.messaging.DeadLetters;
import org.dengbej.messaging.Lease;
import org.dengbej.messaging.LeaseLostException;
import org.dengbej.messaging.OffsetRangeReader;
import org.dengbej.messaging.WorkQueue;
import org.dengbej.messaging.WorkQueue.Membership;
import org.dengbej.prep.PreparationException;
import org.dengbej.prep.config.DataPrepConfig;
import org.dengbej.prep.filter.VoiceFormat;
import org.dengbej.prep.messaging.DataPrepMetrics.Outcome;
import org.dengbej.prep.preparation.Export;
import org.dengbej.prep.preparation.Preparation;
import org.dengbej.prep.preparation.ReportFolder;
import org.dengbej.prep.preparation.RequestedInputs;
import org.dengbej.prep.shard.EndedPreparations;
import org.dengbej.prep.shard.ShardPlan;
import org.dengbej.prep.shard.ShardSources;
import org.dengbej.prep.source.Layouts;
import org.dengbej.prep.source.RecordingSource;
import org.eclipse.microprofile.health.Liveness;

/** The running service: prepares each data set that is asked for, and answers every request. */
@ApplicationScoped
public class DataPrepService {

    static final String SOURCE = "/data-prep-service";

    /** The beginning of a reason for which whoever asked is not to blame. */
    static final String DEFECT = "a defect of data preparation: ";

    private static final String GROUP = "dengbej-data-prep";
    private static final String SHARD_GROUP = "dengbej-data-prep-shards";
    private static final String JOIN_GROUP = "dengbej-data-prep-join";

    /** A request whose source is being downloaded or listed does not hold up all others. */
    private static final int REQUESTS_AT_A_TIME = 2;

    /** The time without an answer after which a replica that reads a preparation's events takes its record again. */
    private static final Duration LOG_TIMEOUT = Duration.ofMinutes(2);

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> broker;

    @Inject
    DataPrepConfig config;

    @Inject
    MeterRegistry registry;

    @Inject
    ProgressPublisher progress;

    @Inject
    @Liveness
    ClockJumpLiveness liveness;

    private final List<WorkQueue> queues = new ArrayList<>();
    private final EndedPreparations ended = new EndedPreparations();
    private DataPrepMetrics metrics;
    private RequestedInputs inputs;
    private ShardPlan shardPlan;

    void start(@Observes StartupEvent event) {
        ClockJumpWatchdog.start(liveness::setBack);
        ClockJumpWatchdog.endProcessWhenSetBack();
        metrics = new DataPrepMetrics(registry, this::secondsSinceHeartbeat);
        inputs = new RequestedInputs(config);
        shardPlan = new ShardPlan(config.maxWholeRecordings(), config.shardRecordings());
        for (int i = 0; i < REQUESTS_AT_A_TIME; i++) {
            add(Topics.DATASET_REQUESTS, GROUP, new RequestWork());
        }
        for (int i = 0; i < config.shardWorkers(); i++) {
            add(Topics.PREPARATION_SHARDS, SHARD_GROUP, shardWorker());
        }
        add(Topics.PREPARATIONS, JOIN_GROUP, shardJoiner());
        queues.forEach(WorkQueue::start);
        Log.infof("data preparation ready: layouts=%s spool=%s", Layouts.names(), config.spoolDir());
    }

    private void add(String topic, String group, WorkQueue.Work work) {
        queues.add(new WorkQueue(
                broker,
                new Membership(topic, group, config.sessionTimeout()),
                work,
                failure -> metrics.deadLettered(topic, failure),
                new KafkaClientMetricsBinder(registry)));
    }

    private ShardWorker shardWorker() {
        return new ShardWorker(
                new ShardSources(inputs), ended, metrics, config.maxFileBytes(), config.spoolDir(), this::leaveIfLost);
    }

    private ShardJoiner shardJoiner() {
        return new ShardJoiner(
                () -> OffsetRangeReader.open(broker, LOG_TIMEOUT), ended, progress, metrics, this::leaveIfLost);
    }

    void stop(@Observes ShutdownEvent event) {
        queues.parallelStream().forEach(queue -> queue.stop(config.shutdownTimeout()));
    }

    /** Of the member that was silent for longest. */
    long secondsSinceHeartbeat() {
        return queues.stream().mapToLong(WorkQueue::secondsSinceHeartbeat).max().orElse(Long.MAX_VALUE);
    }

    String lastHeartbeat() {
        return queues.stream()
                .max(Comparator.comparingLong(WorkQueue::secondsSinceHeartbeat))
                .map(WorkQueue::lastHeartbeat)
                .orElse("never");
    }

    /** The reason of a data set whose results the broker does not take. */
    static String refusal(KafkaException why) {
        return Abbreviate.of(
                "the broker does not take what was prepared: %s: %s; change its settings, or ask for smaller batches, and send the request again"
                        .formatted(why.getClass().getSimpleName(), why.getMessage()));
    }

    private final class RequestWork implements WorkQueue.Work {

        @Override
        public void on(ConsumerRecord<String, byte[]> record, Lease lease) {
            work(record, lease);
        }

        @Override
        public void refused(ConsumerRecord<String, byte[]> record, Lease lease, KafkaException why) {
            PrepareDataset request = CloudEvents.read(record, PrepareDataset.class);
            lease.finish(sender -> {
                sender.send(failed(request, refusal(why)));
                sender.send(DeadLetters.of(record, why));
            });
            metrics.answered(Outcome.FAILED);
        }
    }

    private void work(ConsumerRecord<String, byte[]> record, Lease lease) {
        PrepareDataset request = CloudEvents.read(record, PrepareDataset.class);
        Log.infof(
                "request taken: dataset=%s source=%s",
                request.dataset(), Abbreviate.of(request.source().toString()));
        try {
            prepare(request, "%d-%d".formatted(record.partition(), record.offset()), lease);
        } catch (PreparationException e) {
            Log.warnf("data set failed: dataset=%s reason=%s", request.dataset(), Abbreviate.of(e));
            lease.finish(sender -> sender.send(failed(request, Abbreviate.of(e))));
            metrics.answered(Outcome.FAILED);
        } catch (KafkaException | LeaseLostException e) {
            throw e; // the request is taken again, by us or another replica
        } catch (RuntimeException | Error e) {
            Log.errorf(e, "data set failed by a defect: dataset=%s", request.dataset());
            lease.finish(sender -> {
                sender.send(failed(request, Abbreviate.of(DEFECT + e)));
                sender.send(DeadLetters.of(record, e));
            });
            metrics.answered(Outcome.DEFECT);
            metrics.deadLettered(record.topic(), e);
        }
    }

    private static ProducerRecord<String, byte[]> failed(PrepareDataset request, String reason) {
        return CloudEvents.toRecord(new DatasetFailed(request.dataset(), request.id(), reason), SOURCE);
    }

    /** {@code id}: of this preparation, the same when the request is taken again. */
    private void prepare(PrepareDataset request, String id, Lease lease) {
        long beginNanos = System.nanoTime();
        try (RecordingSource source = inputs.source(request)) {
            List<Path> read = RequestedInputs.local(request, source);
            Optional<Export> export = Export.requestedBy(request);
            export.ifPresent(requested -> requested.check(read));
            Optional<ReportFolder> report = ReportFolder.requestedBy(request);
            report.ifPresent(requested -> requested.check(read));
            VoiceFormat voice = voice(request, export);
            if (!shardPlan.whole(request, source)) {
                DatasetPlanned plan = shardPlan.of(request, source, voice.speakers(), id);
                lease.finish(sender -> sender.send(CloudEvents.toRecord(plan, SOURCE)));
                return;
            }
            try (Preparation preparation = prepare(request, source, voice, lease)) {
                leaveReport(preparation, source.description(), export, report, lease);
                if (preparation.isEmpty()) {
                    throw preparation.nothingKept(report.map(ReportFolder::path));
                }
                lease.finish(sender ->
                        DatasetPublication.publish(request, source.description(), preparation, sender, SOURCE));
                metrics.prepared(preparation, Duration.ofNanos(System.nanoTime() - beginNanos));
                Log.infof(
                        "data set prepared: dataset=%s batches=%d clips=%d hours=%.3f rejected=%s",
                        request.dataset(),
                        preparation.batchCount(),
                        preparation.statistics().clips(),
                        preparation.statistics().hours(),
                        preparation.rejectedByReason());
            }
        }
    }

    /** The report lies in the export; where there is none, or nothing to export, in a folder of its own. */
    private void leaveReport(
            Preparation preparation,
            String description,
            Optional<Export> export,
            Optional<ReportFolder> report,
            Lease lease) {
        if (export.isPresent() && !preparation.isEmpty()) {
            export.get().write(preparation, description, () -> leaveIfLost(lease));
        } else {
            report.ifPresent(folder -> folder.write(preparation, description));
        }
    }

    private VoiceFormat voice(PrepareDataset request, Optional<Export> export) {
        Path model = inputs.model(request);
        export.ifPresent(requested -> requested.checkApart(model));
        return RequestedInputs.voice(request, model);
    }

    private Preparation prepare(PrepareDataset request, RecordingSource source, VoiceFormat voice, Lease lease) {
        int total = source.total();
        return Preparation.of(request, source, voice, config.maxFileBytes(), config.spoolDir(), filtered -> {
            leaveIfLost(lease);
            progress.publish(request, filtered, total);
        });
    }

    /** Nothing of a preparation can be saved halfway, so one that cannot be finished ends early. */
    private void leaveIfLost(Lease lease) {
        if (queues.get(0).stopping() || lease.lost()) {
            throw new LeaseLostException("the request is left to another replica", null);
        }
    }
}
