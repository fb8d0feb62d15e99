package org.dengbej.local.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.dengbej.evaluation.RecordedUtterance;
import org.dengbej.events.DatasetPrepared;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedBatchCodec;
import org.dengbej.events.batch.PreparedUtterance;
import org.dengbej.local.CommandException;
import org.dengbej.messaging.OffsetRangeReader;
import org.dengbej.speech.audio.Audio;

/** The recordings of a data set that was prepared, read from the log. */
public final class PreparedRecordings {

    /** Of a read while the broker is unavailable. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private PreparedRecordings() {}

    /**
     * Reads them, by id.
     *
     * @param connection the broker's address and what else it wants
     */
    public static List<RecordedUtterance> read(Map<String, Object> connection, DatasetPrepared prepared) {
        List<RecordedUtterance> recordings = new ArrayList<>();
        int batches;
        try (OffsetRangeReader log = OffsetRangeReader.open(connection, TIMEOUT)) {
            batches = log.readBatches(prepared, record -> add(PreparedBatchCodec.read(record.value()), recordings));
        }
        if (batches != prepared.batches()) {
            throw new CommandException("[%s] expected %d batches on the log, found %d; give the same command again"
                    .formatted(prepared.dataset(), prepared.batches(), batches));
        }
        recordings.sort(Comparator.comparing(RecordedUtterance::id));
        return recordings;
    }

    private static void add(PreparedBatch batch, List<RecordedUtterance> recordings) {
        for (PreparedUtterance utterance : batch.utterances()) {
            Audio audio = Audio.fromPcm16(utterance.waveform(), batch.sampleRateHz());
            recordings.add(
                    new RecordedUtterance(utterance.id(), utterance.inputIds(), audio, batch.speakerOf(utterance)));
        }
    }
}
