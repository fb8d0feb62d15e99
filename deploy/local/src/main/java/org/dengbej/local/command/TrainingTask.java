package org.dengbej.local.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.dengbej.events.CancelJob;
import org.dengbej.events.Event;
import org.dengbej.events.EventJson;
import org.dengbej.events.JobCompleted;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.TrainVoice;
import org.dengbej.local.client.EventClient;
import org.dengbej.local.client.EventPublisher;
import org.dengbej.local.client.JobCatalogue;
import org.dengbej.local.client.JobClient;
import org.dengbej.local.client.JobStatus;
import org.dengbej.local.client.JobStatus.State;
import org.dengbej.local.client.ModelReferences;
import org.dengbej.local.stack.Stack;

/**
 * A voice trained on recordings: a data set is prepared, then the job learns from it.
 *
 * @param datasets by the name that the job will have
 * @param job      by that name
 * @param inputs   the folders and files that are read
 */
record TrainingTask(Function<String, List<PrepareDataset>> datasets, Function<String, TrainVoice> job, Path... inputs) {

    private static final String ANY_NAME = "any";

    /** Does it, in folders that hold nothing of another job's, and says where the voice is. */
    void run(Stack stack, String task, boolean overwrite, boolean cancelOnExit, PrintWriter out, PrintWriter err)
            throws IOException {
        JobFolders folders = JobFolders.of(job.apply(ANY_NAME), overwrite);
        String request = request();
        Optional<JobRecord> given = folders.check(request, inputs);
        try (Session session = Session.open(stack, out);
                EventClient client = new EventClient(stack.bootstrapServers(), stack::keepUp)) {
            JobClient jobs = new JobClient(client, out);
            Optional<JobStatus> earlier = given.flatMap(
                    record -> JobCatalogue.read(client.connection()).find(record.job()));
            String name = given.filter(record -> !cancelled(earlier))
                    .map(JobRecord::job)
                    .orElseGet(() -> ModelReferences.unique(task));
            Runnable lastWords = () -> exit(name, session, client, cancelOnExit, err);
            JobCompleted completed;
            if (earlier.filter(status -> status.job().equals(name)).isPresent()
                    && !earlier.get().state().ended()) {
                out.printf("The same command was given before: %s%n", Jobs.line(earlier.get()));
                completed = LastWords.during(() -> jobs.awaitEnd(name), lastWords);
            } else {
                for (PrepareDataset dataset : datasets.apply(name)) {
                    LastWords.during(() -> jobs.prepare(dataset), () -> notBegun(err));
                }
                folders.check(request, inputs); // somebody may have put something there meanwhile
                TrainVoice training = job.apply(name);
                new JobRecord(name, training.voice(), request).write(folders.checkpoints());
                completed = LastWords.during(() -> jobs.train(training).completed(), lastWords);
            }
            out.printf("The voice: %s%n", completed.model());
            if (Long.valueOf(0).equals(completed.modelStep())) {
                out.println(
                        "No evaluation was better than the voice that the job began from: that one is what it ends with"
                                + " (--publish last ends with the last).");
            }
        }
    }

    /** A job's name is not given again after it was cancelled: whatever has it is cancelled, too. */
    private static boolean cancelled(Optional<JobStatus> earlier) {
        return earlier.map(JobStatus::state)
                .filter(state -> state == State.CANCELLED || state == State.CANCELLING)
                .isPresent();
    }

    private static void notBegun(PrintWriter err) {
        err.println("The data set may still be prepared, no job was begun; give the same command to begin it.");
        err.flush();
    }

    private static void exit(String name, Session session, EventClient client, boolean cancelOnExit, PrintWriter err) {
        if (cancelOnExit) {
            EventPublisher.publish(client.connection(), new CancelJob(name, "its command was ended"));
            err.printf("Job %s is cancelled.%n", name);
            err.flush();
        } else {
            LastWords.jobGoesOn(name, session.stackStops(), err);
        }
    }

    /** SHA-256 of all that makes it another task: what is asked for, whatever its name, and the files that are read. */
    private String request() throws IOException {
        MessageDigest digest = DigestUtils.getSha256Digest();
        for (Event event : datasets.apply(ANY_NAME)) {
            digest.update(EventJson.write(event));
        }
        digest.update(EventJson.write(job.apply(ANY_NAME)));
        for (Path input : inputs) {
            try (Stream<Path> files = Files.walk(input)) {
                files.filter(Files::isRegularFile)
                        .sorted()
                        .forEach(file -> DigestUtils.updateDigest(digest, version(file)));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String version(Path file) {
        try {
            return "%s %d %s%n".formatted(file, Files.size(file), Files.getLastModifiedTime(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
