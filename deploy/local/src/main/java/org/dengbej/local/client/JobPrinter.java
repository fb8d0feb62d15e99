package org.dengbej.local.client;

import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.dengbej.evaluation.VoiceMeasure;
import org.dengbej.events.BatchSkipped;
import org.dengbej.events.EpochEvaluated;
import org.dengbej.events.Event;
import org.dengbej.events.Hyperparameters;
import org.dengbej.events.JobCancelled;
import org.dengbej.events.JobFailed;
import org.dengbej.events.JobStarted;
import org.dengbej.events.StepsTrained;

/** The printer of a job's events, for whoever waits for it. */
final class JobPrinter {

    /** The measures of an evaluation that are shown, in this order. */
    private static final Map<VoiceMeasure, String> MEASURES = new EnumMap<>(Map.of(
            VoiceMeasure.SCORE, "score %.2f",
            VoiceMeasure.DISTORTION, "distortion %.2f dB",
            VoiceMeasure.LOG_F0_ERROR, "log-F0 error %.3f",
            VoiceMeasure.VOICING_ERROR, "voicing error %.3f",
            VoiceMeasure.F0_MEDIAN, "F0 %.0f Hz",
            VoiceMeasure.F0_MEDIAN_RECORDED, "recorded %.0f Hz",
            VoiceMeasure.INTELLIGIBILITY, "intelligibility %.2f"));

    private final PrintWriter out;

    /** Null until the job has begun. */
    private Long plannedSteps;

    JobPrinter(PrintWriter out) {
        this.out = out;
    }

    /** @throws RequestEndedException for the end of a job that was not completed */
    void show(Event event, Progress progress) {
        if (event instanceof JobStarted started) {
            show(started);
        } else if (event instanceof StepsTrained step) {
            showSteps(step.stepsTotal());
            progress.at(
                    step.batchesTrained() + step.batchesSkipped(),
                    step.batchesTotal(),
                    String.format(
                            Locale.ROOT,
                            "batches, epoch %d, loss %.4f",
                            step.epoch(),
                            step.losses().get("loss")));
        } else if (event instanceof EpochEvaluated evaluated) {
            show(evaluated);
        } else if (event instanceof BatchSkipped skipped) {
            out.printf("batch %d skipped (%s): %s%n", skipped.batch(), skipped.reason(), skipped.detail());
        } else if (event instanceof JobCancelled cancelled) {
            throw new RequestEndedException(
                    "the job was cancelled%s".formatted(cancelled.reason() == null ? "" : ": " + cancelled.reason()));
        } else if (event instanceof JobFailed failed) {
            throw new RequestEndedException(failed.reason());
        }
    }

    private void show(JobStarted started) {
        if (started.discriminators() != null) {
            out.printf("Discriminators: %s%n", started.discriminators());
        }
        Hyperparameters chosen = started.hyperparameters();
        if (started.steps() == null || chosen == null) {
            return;
        }
        plannedSteps = started.steps();
        out.printf(
                Locale.ROOT,
                "%s: %d steps of %d batches in %d epochs%s, learning rate %s after %d steps, discriminators heard after %d, evaluation every %s%n",
                started.fromStep() == 0 ? "Plan" : "Plan, resumed from step " + started.fromStep(),
                started.steps(),
                chosen.gradientAccumulationSteps(),
                started.epochs(),
                chosen.targetHours() == null ? "" : ", to be counted for %s hours".formatted(chosen.targetHours()),
                chosen.learningRate(),
                chosen.learningRateWarmUpSteps(),
                chosen.discriminatorWarmUpSteps(),
                chosen.evaluateEverySteps() == 0 ? "epoch" : "%d steps".formatted(chosen.evaluateEverySteps()));
        out.flush();
    }

    /** Shows the number of planned steps where it is another one now. */
    private void showSteps(Long steps) {
        if (plannedSteps != null && steps != null && !steps.equals(plannedSteps)) {
            plannedSteps = steps;
            out.printf("Plan: %d steps fit into the target hours%n", steps);
            out.flush();
        }
    }

    private void show(EpochEvaluated evaluated) {
        String measures = MEASURES.entrySet().stream()
                .filter(shown -> evaluated.measures().containsKey(shown.getKey().key()))
                .map(shown -> String.format(
                        Locale.ROOT,
                        shown.getValue(),
                        evaluated.measures().get(shown.getKey().key()).mean()))
                .collect(Collectors.joining(", "));
        out.printf(
                "Evaluation at step %d: %s%s%n",
                evaluated.step(),
                measures.isEmpty() ? "nothing could be spoken" : measures,
                evaluated.best() ? ", best so far" : "");
        out.flush();
    }
}
