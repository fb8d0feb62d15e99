package org.dengbej.trainer.messaging;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.dengbej.events.DatasetPrepared;
import org.dengbej.events.TrainVoice;
import org.dengbej.events.WeightedDataset;
import org.dengbej.messaging.KafkaClientObserver;
import org.dengbej.messaging.OffsetRangeReader;
import org.dengbej.trainer.config.TrainerConfig;
import org.dengbej.trainer.data.Dataset;
import org.dengbej.trainer.data.DatasetSource;

/**
 * Data sets on the log, found by what their DatasetPrepared says.
 *
 * @param broker        what a client needs to reach it
 * @param config        its timeouts
 * @param skippedEvents told of each event that is no DatasetPrepared
 * @param observer      of the clients
 * @param unreadable    told of each record that is no batch
 */
record TopicDatasetSource(
        Map<String, Object> broker,
        TrainerConfig config,
        SkippedEvents skippedEvents,
        KafkaClientObserver observer,
        TopicDataset.Unreadable unreadable)
        implements DatasetSource {

    @Override
    public Optional<Dataset> open(TrainVoice job, BooleanSupplier stop) {
        Set<String> names =
                job.datasets().stream().map(WeightedDataset::dataset).collect(Collectors.toSet());
        return new DatasetCatalogue(broker, config.datasetTimeout(), skippedEvents, observer)
                .await(names, stop)
                .map(prepared -> open(job, prepared));
    }

    private Dataset open(TrainVoice job, Map<String, DatasetPrepared> prepared) {
        List<TopicDataset.Source> sources = job.datasets().stream()
                .map(weighted ->
                        new TopicDataset.Source(prepared.get(weighted.dataset()), weighted.weight(), weighted.share()))
                .toList();
        OffsetRangeReader log = OffsetRangeReader.open(broker, config.brokerTimeout(), observer);
        try {
            return new TopicDataset(log, sources, job.seed(), unreadable);
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }
}
