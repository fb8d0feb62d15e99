package org.dengbej.local.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.dengbej.events.CheckpointSaved;
import org.dengbej.events.TrainVoice;
import org.dengbej.local.CommandException;
import org.dengbej.local.client.EventClient;
import org.dengbej.local.client.JobClient;
import org.dengbej.local.client.Listener;
import org.dengbej.local.client.SampleData;
import org.dengbej.local.stack.Stack;

/** Plays the listener: rates what the voice says, corrects three sentences with the sample data's recordings, waits. */
final class DemoListener {

    private static final int CORRECTIONS = 3;
    private static final Duration VOICE_TIMEOUT = Duration.ofMinutes(5);
    private static final String PROBLEM = "pronunciation";

    /** The result: what the voice was told, and the job that came of it. */
    record Heard(int ratings, int corrections, String job, CheckpointSaved checkpoint) {}

    private final Stack stack;
    private final Listener listener;
    private final SampleData samples;
    private final EventClient client;
    private final JobClient work;
    private final PrintWriter out;

    DemoListener(Stack stack, String voice, SampleData samples, EventClient client, JobClient work, PrintWriter out) {
        this.stack = stack;
        this.listener = new Listener(stack.feedbackUrl(), voice);
        this.samples = samples;
        this.client = client;
        this.work = work;
        this.out = out;
    }

    Heard listen(JobClient.Trained trained) throws IOException, InterruptedException {
        awaitVoice(last(trained).sha256());
        Map<String, Path> recordings = samples.recordings();
        List<Listener.Sentence> sentences = listener.sentences();
        int corrections = 0;
        for (Listener.Sentence sentence : sentences) {
            listener.hear(sentence);
            String rating = listener.rate(sentence, 2, PROBLEM);
            Path recording = recordings.get(sentence.text());
            if (recording != null && corrections < CORRECTIONS) {
                listener.correct(sentence, rating, Files.readAllBytes(recording));
                corrections++;
            }
        }
        out.printf("%d ratings, %d corrections%n", sentences.size(), corrections);
        String job = fineTuneJob(trained);
        CheckpointSaved checkpoint = last(work.watch(job));
        awaitVoice(checkpoint.sha256());
        return new Heard(sentences.size(), corrections, job, checkpoint);
    }

    private static CheckpointSaved last(JobClient.Trained trained) {
        return trained.checkpoints().stream()
                .filter(CheckpointSaved::last)
                .findFirst()
                .orElseThrow();
    }

    private void awaitVoice(String sha256) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + VOICE_TIMEOUT.toNanos();
        while (!sha256.equals(listener.checkpoint())) {
            stack.keepUp();
            if (System.nanoTime() > deadlineNanos) {
                throw new CommandException("checkpoint %s did not become the voice within %d s; see the log %s"
                        .formatted(
                                sha256, VOICE_TIMEOUT.toSeconds(), stack.work().log("feedback-service")));
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private String fineTuneJob(JobClient.Trained trained) {
        String[] job = new String[1];
        client.follow(event -> {
            if (event instanceof TrainVoice asked
                    && !asked.job().equals(trained.completed().job())) {
                job[0] = asked.job();
            }
            return job[0] != null;
        });
        return job[0];
    }
}
