package org.dengbej.prep.messaging;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.dengbej.events.DatasetProgress;
import org.dengbej.events.PrepareDataset;
import org.dengbej.messaging.CloudEvents;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/**
 * A publisher of progress: at once, not with the transaction that publishes a data set. Where the broker is away only the latest is
 * kept, and a preparation waits for none.
 */
@ApplicationScoped
class ProgressPublisher {

    @Inject
    @Channel("dataset-progress")
    @OnOverflow(OnOverflow.Strategy.LATEST)
    Emitter<ProducerRecord<String, byte[]>> channel;

    /** {@code filtered}: recordings of a source's {@code total}, which may have grown since they were counted. */
    void publish(PrepareDataset request, int filtered, int total) {
        DatasetProgress event = new DatasetProgress(request.dataset(), request.id(), Math.min(filtered, total), total);
        try {
            channel.send(CloudEvents.toRecord(event, DataPrepService.SOURCE));
        } catch (IllegalStateException e) { // the channel's; no report fails what it reports on
            Log.warnf("progress not told: dataset=%s reason=%s", request.dataset(), e.getMessage());
        }
    }
}
