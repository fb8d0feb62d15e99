package org.dengbej.systemtests.chaos;

import java.util.List;
import java.util.Map;
import org.dengbej.events.Event;
import org.dengbej.events.TrainVoice;

/**
 * Whether every batch was published once and learned from once an epoch.
 *
 * @param batches of each data set, as they lie on the log
 * @param events  of the jobs, each job's in the order of the log
 */
public record ConsistencyChecker(Map<String, List<LoggedBatch>> batches, List<Event> events) {

    public ConsistencyChecker {
        batches = Map.copyOf(batches);
        events = List.copyOf(events);
    }

    /** Data sets of the same recordings, against the one whose preparation nobody disturbed. */
    public Anomalies published(String referenceRun, List<String> disturbed) {
        return disturbed.stream()
                .map(dataset -> LoggedBatch.compare(of(referenceRun), of(dataset)))
                .reduce(Anomalies.NONE, Anomalies::plus);
    }

    /** The jobs, on their way to their final weights. */
    public Anomalies trained(List<TrainVoice> jobs) {
        return jobs.stream().map(this::trained).reduce(Anomalies.NONE, Anomalies::plus);
    }

    private Anomalies trained(TrainVoice job) {
        List<String> published = job.datasets().stream()
                .flatMap(dataset -> of(dataset.dataset()).stream())
                .map(LoggedBatch::id)
                .toList();
        return JobHistory.of(job.job(), events)
                .compare(published, job.resolvedHyperparameters().epochs());
    }

    private List<LoggedBatch> of(String dataset) {
        return batches.getOrDefault(dataset, List.of());
    }
}
