package org.dengbej.systemtests.chaos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedUtterance;

/**
 * A batch on the log.
 *
 * @param id         of the batch
 * @param index      its place in the data set
 * @param utterances what is in it: id, tokens and sound of each
 */
public record LoggedBatch(String id, int index, List<String> utterances) {

    public LoggedBatch {
        utterances = List.copyOf(utterances);
    }

    static LoggedBatch of(PreparedBatch batch) {
        return new LoggedBatch(
                batch.id(),
                batch.index(),
                batch.utterances().stream().map(LoggedBatch::described).toList());
    }

    private static String described(PreparedUtterance utterance) {
        return "%s %x %x"
                .formatted(
                        utterance.id(), Arrays.hashCode(utterance.inputIds()), Arrays.hashCode(utterance.waveform()));
    }

    private String content() {
        return index + " " + utterances;
    }

    /** The differences of a data set from the reference run's of the same recordings. */
    static Anomalies compare(List<LoggedBatch> referenceRun, List<LoggedBatch> disturbed) {
        List<String> lost = contents(referenceRun);
        List<String> twice = contents(disturbed);
        contents(disturbed).forEach(lost::remove);
        contents(referenceRun).forEach(twice::remove);
        return new Anomalies(lost.size(), twice.size());
    }

    private static List<String> contents(List<LoggedBatch> batches) {
        List<String> contents = new ArrayList<>();
        batches.forEach(batch -> contents.add(batch.content()));
        return contents;
    }
}
