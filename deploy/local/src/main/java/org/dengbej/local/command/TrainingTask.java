package org.dengbej.local.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.dengbej.events.Event;
import org.dengbej.events.EventJson;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.TrainVoice;
import org.dengbej.local.client.EventClient;
import org.dengbej.local.stack.Stack;

/**
 * A voice trained on recordings: a data set is prepared, then the job learns from it.
 *
 * @param dataset by the name that it and the job will have
 * @param job     by that name
 * @param inputs  the folders and files that are read
 */
record TrainingTask(Function<String, PrepareDataset> dataset, Function<String, TrainVoice> job, Path... inputs) {

    private static final String ANY_NAME = "any";

    /** Does it, in folders that hold nothing of another job's, and says where the voice is. */
    void run(Stack stack, String name, boolean overwrite, PrintWriter out) throws IOException {
        JobFolders folders = JobFolders.of(job.apply(ANY_NAME), overwrite);
        String request = request();
        Optional<JobRecord> given = folders.check(request, inputs);
        String chosen = given.map(JobRecord::job).orElse(name);
        given.ifPresent(record -> out.printf("The same command was given before: job %s is resumed.%n", record.job()));
        TrainVoice training = job.apply(chosen);
        try (Session session = Session.open(stack, out);
                EventClient client = new EventClient(stack.bootstrapServers(), stack::keepUp)) {
            JobClient jobs = new JobClient(client, out);
            jobs.prepare(dataset.apply(chosen));
            folders.check(request, inputs); // somebody may have put something there meanwhile
            new JobRecord(training.job(), training.voice(), request).write(folders.checkpoints());
            out.printf("The voice: %s%n", jobs.train(training).completed().model());
        }
    }

    /** SHA-256 of all that makes it another task: what is asked for, whatever its name, and the files that are read. */
    private String request() throws IOException {
        MessageDigest digest = DigestUtils.getSha256Digest();
        for (Event event : new Event[] {dataset.apply(ANY_NAME), job.apply(ANY_NAME)}) {
            digest.update(EventJson.write(event));
        }
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
