package org.dengbej.prep.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.dengbej.events.Abbreviate;
import org.dengbej.events.DatasetFailed;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.Topics;
import org.dengbej.messaging.ClockJumpWatchdog;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.messaging.DeadLetters;
import org.dengbej.messaging.Lease;
import org.dengbej.messaging.LeaseLostException;
import org.dengbej.messaging.WorkQueue;
import org.dengbej.messaging.WorkQueue.Membership;
import org.dengbej.prep.PreparationException;
import org.dengbej.prep.config.DataPrepConfig;
import org.dengbej.prep.filter.UnusableVoiceException;
import org.dengbej.prep.filter.VoiceFormat;
import org.dengbej.prep.messaging.DataPrepMetrics.Outcome;
import org.dengbej.prep.preparation.Export;
import org.dengbej.prep.preparation.Preparation;
import org.dengbej.prep.preparation.ReportFolder;
import org.dengbej.prep.source.Layouts;
import org.dengbej.prep.source.RecordingSource;
import org.dengbej.prep.source.SourceOptions;
import org.dengbej.prep.source.UnusableSourceException;
import org.dengbej.speech.hub.DatasetHub;
import org.dengbej.speech.hub.DatasetReference;
import org.dengbej.speech.hub.DatasetUnavailableException;
import org.dengbej.speech.hub.ModelHub;
import org.dengbej.speech.hub.ModelUnavailableException;
import org.eclipse.microprofile.health.Liveness;

/** The running service: prepares each data set that is asked for, and answers every request. */
@ApplicationScoped
public class DataPrepService {

    static final String SOURCE = "/data-prep-service";

    private static final String GROUP = "dengbej-data-prep";

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

    private DataPrepMetrics metrics;
    private WorkQueue queue;

    void start(@Observes StartupEvent event) {
        ClockJumpWatchdog.start(liveness::setBack);
        ClockJumpWatchdog.endProcessWhenSetBack();
        metrics = new DataPrepMetrics(registry, this::secondsSinceHeartbeat);
        queue = new WorkQueue(
                broker,
                new Membership(Topics.DATASET_REQUESTS, GROUP, config.sessionTimeout()),
                this::work,
                metrics::deadLettered,
                new KafkaClientMetricsBinder(registry));
        queue.start();
        Log.infof("data preparation ready: layouts=%s spool=%s", Layouts.names(), config.spoolDir());
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
        PrepareDataset request = CloudEvents.read(record, PrepareDataset.class);
        Log.infof(
                "request taken: dataset=%s source=%s",
                request.dataset(), Abbreviate.of(request.source().toString()));
        try {
            prepare(request, lease);
        } catch (PreparationException e) {
            Log.warnf("data set failed: dataset=%s reason=%s", request.dataset(), Abbreviate.of(e));
            lease.finish(sender -> sender.send(failed(request, Abbreviate.of(e))));
            metrics.answered(Outcome.FAILED);
        } catch (KafkaException | LeaseLostException e) {
            throw e; // the request is taken again, by us or another replica
        } catch (RuntimeException | Error e) {
            Log.errorf(e, "data set failed by a defect: dataset=%s", request.dataset());
            lease.finish(sender -> {
                sender.send(failed(request, Abbreviate.of("a defect of data preparation: " + e)));
                sender.send(DeadLetters.of(record, e));
            });
            metrics.answered(Outcome.DEFECT);
            metrics.deadLettered(e);
        }
    }

    private static ProducerRecord<String, byte[]> failed(PrepareDataset request, String reason) {
        return CloudEvents.toRecord(new DatasetFailed(request.dataset(), request.id(), reason), SOURCE);
    }

    private void prepare(PrepareDataset request, Lease lease) {
        long beginNanos = System.nanoTime();
        try (RecordingSource source = Layouts.open(folder(request), SourceOptions.of(request))) {
            Optional<Export> export = Export.requestedBy(request);
            export.ifPresent(requested -> requested.check(inputs(request, source)));
            Optional<ReportFolder> report = ReportFolder.requestedBy(request);
            report.ifPresent(requested -> requested.check(inputs(request, source)));
            VoiceFormat voice = voice(request, export);
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

    /** All that is read and lies on this machine: the recordings, and the voice where it is a folder. */
    private static List<Path> inputs(PrepareDataset request, RecordingSource source) {
        return Stream.concat(source.inputs().stream(), ModelHub.folder(request.model()).stream())
                .toList();
    }

    /** The folder of the recordings; a data set of the hub is downloaded first. */
    private URI folder(PrepareDataset request) {
        try {
            return DatasetReference.parse(request.source())
                    .map(reference -> new DatasetHub(
                                    config.datasetCache(),
                                    config.modelEndpoint(),
                                    config.hubToken().or(DatasetHub::userToken))
                            .resolve(reference)
                            .toUri())
                    .orElse(request.source());
        } catch (IllegalArgumentException | DatasetUnavailableException e) {
            throw new UnusableSourceException(e.getMessage(), e);
        }
    }

    private VoiceFormat voice(PrepareDataset request, Optional<Export> export) {
        try {
            Path model = new ModelHub(config.modelCache(), config.modelEndpoint()).resolve(request.model());
            export.ifPresent(requested -> requested.checkApart(model));
            return VoiceFormat.read(model).at(request.sampleRateHz());
        } catch (ModelUnavailableException e) {
            throw new UnusableVoiceException(e.getMessage(), e);
        }
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
        if (queue.stopping() || lease.lost()) {
            throw new LeaseLostException("the request is left to another replica", null);
        }
    }
}
