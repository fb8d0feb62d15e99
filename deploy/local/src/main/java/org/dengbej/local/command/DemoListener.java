package org.dengbej.local.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dengbej.events.CheckpointSaved;
import org.dengbej.events.StepsTrained;
import org.dengbej.local.CommandException;
import org.dengbej.local.client.EventClient;
import org.dengbej.local.client.JobClient;
import org.dengbej.local.client.Listener;
import org.dengbej.local.client.SampleData;
import org.dengbej.local.client.VoiceBuilder;
import org.dengbej.local.stack.Stack;
import org.dengbej.vits.VitsConfig;

/**
 * Plays the listeners: they rate the voice badly, which starts a job; they compare what comes of it with what they heard before, in
 * blind pairs, and so decide whether it becomes the voice.
 */
final class DemoListener {

    private static final Duration VOICE_TIMEOUT = Duration.ofMinutes(5);
    private static final int MAX_RATING_LISTENERS = 30;
    private static final int MAX_PAIR_LISTENERS = 36;
    private static final int SCORES = 3;
    private static final String PROBLEM = "pronunciation";
    private static final List<String> NUMBERS = List.of("yek", "du", "sê", "çar", "pênc");
    private static final Pattern TRAP =
            Pattern.compile("Ji kerema xwe .* (%s) bide\\.".formatted(String.join("|", NUMBERS)));
    private static final String RATING = "rating";
    private static final String PAIR = "pair";

    /**
     * The result.
     *
     * @param ratings            that were given
     * @param trigger            of the job, by which it was started
     * @param firstStepSeconds   from the answer of the last rating to the job's first optimizer step
     * @param challenger         what came of the job, as it is in the end; empty where no step of it was better than the voice before
     */
    record Heard(
            int ratings,
            String trigger,
            String job,
            double firstStepSeconds,
            CheckpointSaved checkpoint,
            Optional<VoiceBuilder.Version> challenger) {}

    private final Stack stack;
    private final VoiceBuilder builder;
    private final DemoAudience audience;
    private final VitsConfig config;
    private final SampleData samples;
    private final EventClient client;
    private final JobClient work;
    private final PrintWriter out;

    DemoListener(Stack stack, String voice, SampleData samples, EventClient client, JobClient work, PrintWriter out)
            throws IOException {
        this.stack = stack;
        this.builder = new VoiceBuilder(stack.feedbackUrl(), stack.work().operatorKey(), voice);
        this.config = VitsConfig.read(samples.voice());
        this.audience = new DemoAudience(stack.feedbackUrl(), voice, config.samplingRate());
        this.samples = samples;
        this.client = client;
        this.work = work;
        this.out = out;
    }

    Heard listen(JobClient.Trained trained) throws IOException, InterruptedException {
        awaitState(last(trained).sha256(), List.of("champion"));
        int ratings = audience.listen(
                MAX_RATING_LISTENERS,
                DemoListener::rate,
                () -> builder.newestJob().isPresent());
        long ratedNanos = System.nanoTime();
        VoiceBuilder.Job job = builder.newestJob()
                .orElseThrow(() -> new CommandException("%d bad ratings started no job; see the log %s"
                        .formatted(ratings, stack.work().log(Stack.FEEDBACK))));
        out.printf("%d ratings started the job %s%n", ratings, job.id());
        out.flush();
        client.follow(event -> event instanceof StepsTrained step && step.job().equals(job.id()));
        double firstStepSeconds = (System.nanoTime() - ratedNanos) / 1e9;
        CheckpointSaved checkpoint = last(work.watch(job.id()));
        if (checkpoint.sha256().equals(last(trained).sha256())) {
            out.println("No step of the job was better than the voice that it came from, which stays.");
            return new Heard(ratings, job.trigger(), job.id(), firstStepSeconds, checkpoint, Optional.empty());
        }
        VoiceBuilder.Version candidate = awaitState(checkpoint.sha256(), List.of("challenger", "champion", "retired"));
        int votes = candidate.state().equals("challenger") ? comparePairs(checkpoint.sha256()) : 0;
        VoiceBuilder.Version decided = version(checkpoint.sha256());
        out.printf(
                "Version %d is the %s after %d votes: %s%n",
                decided.number(), decided.state(), votes, decided.reason());
        return new Heard(ratings, job.trigger(), job.id(), firstStepSeconds, checkpoint, Optional.of(decided));
    }

    /** Poor, as a voice of a hundred clips is; listeners and sentences differ. */
    private static boolean rate(Listener listener, int number, Listener.Card card, byte[] first, byte[] second) {
        if (!card.kind().equals(RATING)) {
            return false;
        }
        listener.rate(
                card,
                askedFor(card.text())
                        .orElse(1 + Math.floorMod(31 * number + card.text().hashCode(), SCORES)),
                PROBLEM);
        return true;
    }

    /** The score that a trap sentence asks for; whoever listens does as it says. */
    private static Optional<Integer> askedFor(String text) {
        Matcher asked = TRAP.matcher(text);
        return asked.matches() ? Optional.of(NUMBERS.indexOf(asked.group(1)) + 1) : Optional.empty();
    }

    private int comparePairs(String sha256) throws IOException, InterruptedException {
        Map<String, Path> recordings = samples.recordings();
        try (ClosestToRecording ears = new ClosestToRecording(config, recordings)) {
            return audience.listen(
                    MAX_PAIR_LISTENERS,
                    (listener, number, card, first, second) -> {
                        if (!card.kind().equals(PAIR)) {
                            return false;
                        }
                        listener.prefer(card, ears.preference(card.text(), first, second));
                        return true;
                    },
                    () -> {
                        VoiceBuilder.Version challenger = version(sha256);
                        challenger.pairs().ifPresent(this::print);
                        return !challenger.state().equals("challenger");
                    });
        }
    }

    private void print(VoiceBuilder.Pairs pairs) {
        out.printf(
                Locale.ROOT,
                "Pairs: %d votes, win rate %.2f (%.2f to %.2f)%n",
                pairs.votes(),
                pairs.winRate(),
                pairs.lower(),
                pairs.upper());
        out.flush();
    }

    private static CheckpointSaved last(JobClient.Trained trained) {
        return trained.checkpoints().stream()
                .filter(CheckpointSaved::last)
                .findFirst()
                .orElseThrow();
    }

    private VoiceBuilder.Version version(String sha256) {
        return builder.versions().stream()
                .filter(version -> version.sha256().equals(sha256))
                .findFirst()
                .orElse(new VoiceBuilder.Version(0, "unknown", null, sha256, "", Optional.empty()));
    }

    private VoiceBuilder.Version awaitState(String sha256, List<String> states) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + VOICE_TIMEOUT.toNanos();
        while (true) {
            VoiceBuilder.Version version = version(sha256);
            if (states.contains(version.state())) {
                return version;
            }
            stack.keepUp();
            if (System.nanoTime() > deadlineNanos) {
                throw new CommandException("checkpoint %s is %s after %d s, expected one of %s; see the log %s"
                        .formatted(
                                sha256,
                                version.state(),
                                VOICE_TIMEOUT.toSeconds(),
                                states,
                                stack.work().log(Stack.FEEDBACK)));
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }
}
