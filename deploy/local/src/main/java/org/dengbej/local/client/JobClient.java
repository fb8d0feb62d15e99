package org.dengbej.local.client;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.dengbej.events.BatchSkipped;
import org.dengbej.events.CheckpointSaved;
import org.dengbej.events.DatasetFailed;
import org.dengbej.events.DatasetPrepared;
import org.dengbej.events.DatasetProgress;
import org.dengbej.events.DatasetStatistics;
import org.dengbej.events.EpochEvaluated;
import org.dengbej.events.Event;
import org.dengbej.events.Hyperparameters;
import org.dengbej.events.JobCancelled;
import org.dengbej.events.JobCompleted;
import org.dengbej.events.JobFailed;
import org.dengbej.events.JobStarted;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.RejectedUtterance;
import org.dengbej.events.SpeakerSummary;
import org.dengbej.events.StepsTrained;
import org.dengbej.events.TrainVoice;
import org.dengbej.speech.text.SpokenText;

/** Asks the running services for data sets and voices, and waits for them. */
public final class JobClient {

    /** Examples of each reason of a rejection. */
    private static final int MAX_EXAMPLES = 3;

    private static final int MAX_SPEAKERS = 5;
    /** The measures that are shown of an evaluation, with their units; docs/evaluation.md defines them. */
    private static final Map<String, String> MEASURES = new LinkedHashMap<>();

    static {
        MEASURES.put("score", "score %.2f");
        MEASURES.put("distortion", "distortion %.2f dB");
        MEASURES.put("logF0Error", "log-F0 error %.3f");
        MEASURES.put("voicingError", "voicing error %.3f");
        MEASURES.put("f0Median", "F0 %.0f Hz");
        MEASURES.put("f0MedianRecorded", "recorded %.0f Hz");
        MEASURES.put("intelligibility", "intelligibility %.2f");
    }

    private static final String REPORT_PAGE = "report.html";

    /** A completed training job, its checkpoints and its evaluations. */
    public record Trained(
            JobCompleted completed, List<CheckpointSaved> checkpoints, List<EpochEvaluated> evaluations) {}

    private final EventClient client;
    private final PrintWriter out;

    /** Of the job that is followed; null until it has begun. */
    private Long plannedSteps;

    public JobClient(EventClient client, PrintWriter out) {
        this.client = client;
        this.out = out;
    }

    /** Has a data set prepared, and waits for it. */
    public DatasetPrepared prepare(PrepareDataset request) {
        client.publish(request);
        DatasetPrepared[] prepared = new DatasetPrepared[1];
        try (Progress progress = new Progress(out, "Preparing")) {
            client.follow(letter -> request.dataset().equals(letter.key()), event -> {
                if (!event.key().equals(request.dataset())) {
                    return false;
                }
                if (event instanceof DatasetProgress at) {
                    progress.at(at.utterances(), at.total(), "utterances");
                } else if (event instanceof DatasetFailed failed) {
                    throw new RequestEndedException(failed.reason());
                } else if (event instanceof DatasetPrepared ready) {
                    prepared[0] = ready;
                }
                return prepared[0] != null;
            });
        }
        describe(prepared[0]);
        return prepared[0];
    }

    private void describe(DatasetPrepared prepared) {
        DatasetStatistics statistics = prepared.statistics();
        out.printf(
                Locale.ROOT,
                "%d clips, %s, %.2f s on average, %d speakers, %s, in %d batches%n",
                statistics.clips(),
                duration(statistics.hours()),
                statistics.meanSeconds(),
                statistics.speakers(),
                statistics.genders(),
                prepared.batches());
        if (prepared.layout() != null) {
            out.println(prepared.layout());
        }
        describe(prepared.speakers());
        if (!prepared.dropped().isEmpty()) {
            out.printf("dropped: %s%n", new SpokenText("", new TreeMap<>(prepared.dropped())).droppedSummary());
        }
        statistics.firstTexts().forEach(text -> out.printf("  %s%n", text));
        prepared.rejected().forEach((reason, count) -> {
            out.printf("rejected: %d %s%n", count, reason);
            prepared.rejections().stream()
                    .filter(rejection -> rejection.reason().equals(reason))
                    .limit(MAX_EXAMPLES)
                    .forEach(example -> out.printf("  %s: %s%n", place(example), example.detail()));
        });
        if (prepared.unused() > 0) {
            out.printf("not needed: %d%n", prepared.unused());
        }
        if (prepared.report() != null) {
            out.printf("Report: %s%n", Path.of(prepared.report()).resolve(REPORT_PAGE));
        }
        out.flush();
    }

    private void describe(SpeakerSummary speakers) {
        if (speakers.selection() != null) {
            out.println(speakers.selection());
        }
        if (speakers.count() > 1) {
            speakers.most().stream()
                    .limit(MAX_SPEAKERS)
                    .forEach(speaker -> out.printf(
                            Locale.ROOT,
                            "  %s: %d clips, %s%s%n",
                            speaker.speaker(),
                            speaker.clips(),
                            duration(speaker.hours()),
                            speaker.kept() ? "" : ", not used"));
            if (speakers.count() > MAX_SPEAKERS) {
                out.printf("  and %d more%n", speakers.count() - MAX_SPEAKERS);
            }
        }
    }

    private static String duration(double hours) {
        if (hours < 1.0 / 60) {
            return String.format(Locale.ROOT, "%.1f s", hours * 3600);
        }
        return hours < 1
                ? String.format(Locale.ROOT, "%.1f min", hours * 60)
                : String.format(Locale.ROOT, "%.2f hours", hours);
    }

    /** The place of a rejected utterance, and its name where that says more. */
    private static String place(RejectedUtterance rejection) {
        if (rejection.file() == null) {
            return rejection.utteranceId();
        }
        return rejection.row() == null
                ? rejection.file()
                : "%s:%d %s".formatted(rejection.file(), rejection.row(), rejection.utteranceId());
    }

    /** Has a voice trained, and waits for it. */
    public Trained train(TrainVoice job) {
        client.publish(job);
        return watch(job.job());
    }

    /** Waits for a job that somebody else has asked for, and for its last checkpoint. */
    public Trained watch(String job) {
        List<CheckpointSaved> checkpoints = new ArrayList<>();
        List<EpochEvaluated> evaluations = new ArrayList<>();
        JobCompleted[] completed = new JobCompleted[1];
        follow(job, event -> {
            if (event instanceof CheckpointSaved saved && saved.job().equals(job)) {
                checkpoints.add(saved);
            } else if (event instanceof EpochEvaluated evaluated
                    && evaluated.job().equals(job)) {
                evaluations.add(evaluated);
            } else if (event instanceof JobCompleted end && end.job().equals(job)) {
                completed[0] = end;
            }
            // The last checkpoint is on another topic, and may be seen after the job's end.
            return completed[0] != null && checkpoints.stream().anyMatch(CheckpointSaved::last);
        });
        return new Trained(completed[0], checkpoints, evaluations);
    }

    /** Waits for a job that is on its way already, so that its last checkpoint may have been saved before. */
    public JobCompleted awaitEnd(String job) {
        JobCompleted[] completed = new JobCompleted[1];
        follow(job, event -> {
            if (event instanceof JobCompleted end && end.job().equals(job)) {
                completed[0] = end;
            }
            return completed[0] != null;
        });
        return completed[0];
    }

    private void follow(String job, Predicate<Event> done) {
        JobQueue queue = new JobQueue(job, out);
        try (Progress progress = new Progress(out, "Training")) {
            client.follow(letter -> DeadLetteredRequest.isOf(job, letter), event -> {
                queue.seen(event);
                if (event.key().equals(job)) {
                    show(event, progress);
                }
                return done.test(event);
            });
        }
    }

    private void describe(JobStarted started) {
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

    private void describe(EpochEvaluated evaluated) {
        String measures = MEASURES.entrySet().stream()
                .filter(measure -> evaluated.measures().containsKey(measure.getKey()))
                .map(measure -> String.format(
                        Locale.ROOT,
                        measure.getValue(),
                        evaluated.measures().get(measure.getKey()).mean()))
                .collect(Collectors.joining(", "));
        out.printf(
                "Evaluation at step %d: %s%s%n",
                evaluated.step(),
                measures.isEmpty() ? "nothing could be spoken" : measures,
                evaluated.best() ? ", best so far" : "");
        out.flush();
    }

    private void describeChanged(Long steps) {
        if (plannedSteps != null && steps != null && !steps.equals(plannedSteps)) {
            plannedSteps = steps;
            out.printf("Plan: %d steps fit into the target hours%n", steps);
            out.flush();
        }
    }

    private void show(Event event, Progress progress) {
        if (event instanceof JobStarted started) {
            describe(started);
        } else if (event instanceof StepsTrained step) {
            describeChanged(step.stepsTotal());
            progress.at(
                    step.batchesTrained() + step.batchesSkipped(),
                    step.batchesTotal(),
                    String.format(
                            Locale.ROOT,
                            "batches, epoch %d, loss %.4f",
                            step.epoch(),
                            step.losses().get("loss")));
        } else if (event instanceof EpochEvaluated evaluated) {
            describe(evaluated);
        } else if (event instanceof BatchSkipped skipped) {
            out.printf("batch %d skipped (%s): %s%n", skipped.batch(), skipped.reason(), skipped.detail());
        } else if (event instanceof JobCancelled cancelled) {
            throw new RequestEndedException(
                    "the job was cancelled%s".formatted(cancelled.reason() == null ? "" : ": " + cancelled.reason()));
        } else if (event instanceof JobFailed failed) {
            throw new RequestEndedException(failed.reason());
        }
    }
}
