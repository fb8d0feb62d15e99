package org.dengbej.systemtests.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dengbej.events.BatchSkipped;
import org.dengbej.events.Event;
import org.dengbej.events.JobCompleted;
import org.dengbej.events.JobStarted;
import org.dengbej.events.StepsTrained;

/**
 * The steps of one job that led to its final weights, of whatever attempts: an attempt that resumes from a checkpoint undoes every
 * step after it.
 */
final class JobHistory {

    private final List<StepsTrained> steps = new ArrayList<>();
    private final Set<String> skipped = new HashSet<>();
    private JobCompleted completed;

    /** {@code events}: the job's, in the order of the log; others are skipped. */
    static JobHistory of(String job, List<Event> events) {
        JobHistory path = new JobHistory();
        events.stream().filter(event -> event.key().equals(job)).forEach(path::take);
        return path;
    }

    private void take(Event event) {
        if (event instanceof JobStarted started) {
            steps.removeIf(step -> step.step() > started.fromStep());
        } else if (event instanceof StepsTrained step) {
            steps.add(step);
        } else if (event instanceof BatchSkipped batch) {
            skipped.add(turn(batch.epoch(), batch.dataset() + "/" + batch.batch()));
        } else if (event instanceof JobCompleted end) {
            completed = end;
        }
    }

    private int wholeEpochs() {
        return completed == null ? 0 : completed.epochLosses().size();
    }

    private static String turn(int epoch, String batch) {
        return epoch + ":" + batch;
    }

    /**
     * What went wrong, each epoch on its own, so that one batch too few does not hide one too many.
     *
     * @param published ids of the batches that an epoch goes through
     * @param planned   epochs of a job that ends with them; null for one that ends with its steps, whose last epoch may be short
     */
    Anomalies compare(List<String> published, Integer planned) {
        int epochs = planned != null ? planned : wholeEpochs();
        Map<String, Integer> times = new HashMap<>();
        int counted = 0;
        for (StepsTrained step : steps) {
            step.batches().forEach(batch -> times.merge(turn(step.epoch(), batch), 1, Integer::sum));
            counted += step.batches().size();
        }
        long lost = 0;
        for (int epoch = 1; epoch <= epochs; epoch++) {
            for (String batch : new HashSet<>(published)) {
                boolean there = times.containsKey(turn(epoch, batch));
                lost += there || skipped.contains(turn(epoch, batch)) ? 0 : 1;
            }
        }
        long twice = times.values().stream().mapToInt(count -> count - 1).sum();
        // The trainer's own count lies in its checkpoints, beside the weights; the events must tell the same.
        long saved = completed == null ? 0 : completed.batchesTrained();
        return new Anomalies(lost + Math.max(0, counted - saved), twice + Math.max(0, saved - counted));
    }
}
