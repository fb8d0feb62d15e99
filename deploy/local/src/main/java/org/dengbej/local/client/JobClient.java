package org.dengbej.local.client;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.dengbej.events.CheckpointSaved;
import org.dengbej.events.DatasetFailed;
import org.dengbej.events.DatasetPrepared;
import org.dengbej.events.DatasetProgress;
import org.dengbej.events.DatasetStatistics;
import org.dengbej.events.EpochEvaluated;
import org.dengbej.events.Event;
import org.dengbej.events.JobCompleted;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.RejectedUtterance;
import org.dengbej.events.SpeakerSummary;
import org.dengbej.events.TrainVoice;
import org.dengbej.speech.text.SpokenText;

/** Asks the running services for data sets and voices, and waits for them. */
public final class JobClient {

    /** Examples of each reason of a rejection. */
    private static final int MAX_EXAMPLES = 3;

    private static final int MAX_SPEAKERS = 5;

    private static final String REPORT_PAGE = "report.html";

    /** A completed training job, its checkpoints and its evaluations. */
    public record Trained(
            JobCompleted completed, List<CheckpointSaved> checkpoints, List<EpochEvaluated> evaluations) {}

    private final EventClient client;
    private final PrintWriter out;

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
        JobPrinter printer = new JobPrinter(out);
        try (Progress progress = new Progress(out, "Training")) {
            client.follow(letter -> DeadLetteredRequest.isOf(job, letter), event -> {
                queue.seen(event);
                if (event.key().equals(job)) {
                    printer.show(event, progress);
                }
                return done.test(event);
            });
        }
    }
}
