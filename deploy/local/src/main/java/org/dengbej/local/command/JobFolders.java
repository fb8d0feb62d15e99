package org.dengbej.local.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dengbej.events.TrainVoice;
import org.dengbej.files.Checksums;
import org.dengbej.files.FileUris;
import org.dengbej.files.OutputFolder;
import org.dengbej.files.OutputFolderException;

/**
 * The folders that a training job fills. What another job left there stays: its checkpoints among ours would be two voices in one
 * folder.
 *
 * @param checkpoints of the job; holds its {@link JobRecord}
 * @param model       of the finished voice
 * @param overwrite   whether the user said that what is there may be replaced
 */
record JobFolders(Path checkpoints, Path model, boolean overwrite) {

    private static final String MAKER = "train";
    private static final int MAX_NAMED = 3;

    /** The names that a trainer and this command leave among the checkpoints. */
    private static final Pattern CHECKPOINTS = Pattern.compile(
            "step-[0-9]+|best|tensorboard|\\.attempt-.*|\\.partial-.*|" + Pattern.quote(JobRecord.FILE));

    /** The folders of a job that may not be published yet. */
    static JobFolders of(TrainVoice job, boolean overwrite) {
        return new JobFolders(
                FileUris.path("TrainVoice.checkpoints", job.checkpoints()),
                FileUris.path("TrainVoice.model", job.model()),
                overwrite);
    }

    /**
     * Looks at the folders before any work is done.
     *
     * @param request what is asked for, see {@link JobRecord}
     * @param inputs  what the job reads
     * @return the record that the same command left when it was given before; empty for a new job
     * @throws OutputFolderException when they must not be written to
     */
    Optional<JobRecord> check(String request, Path... inputs) throws IOException {
        Optional<JobRecord> record = overwrite ? Optional.empty() : JobRecord.read(checkpoints);
        boolean ours = record.filter(kept -> kept.request().equals(request)).isPresent();
        if (record.isPresent() && !ours) {
            throw new OutputFolderException(
                    "[%s] expected a new or empty folder, found the checkpoints of another job, %s of voice '%s'; choose another folder, or say --overwrite"
                            .formatted(
                                    checkpoints,
                                    record.get().job(),
                                    record.get().voice()));
        }
        for (Path folder : List.of(checkpoints, model)) {
            // Our own folders need only lie apart from the inputs.
            new OutputFolder(folder, MAKER, overwrite || ours).check(inputs);
        }
        if (ours) {
            refuse(checkpoints, amongCheckpoints());
            refuse(model, Files.isDirectory(model) ? Checksums.unlisted(model) : List.of());
        }
        return record;
    }

    private List<Path> amongCheckpoints() throws IOException {
        try (Stream<Path> children = Files.list(checkpoints)) {
            return children.filter(child ->
                            !CHECKPOINTS.matcher(child.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }

    private static void refuse(Path folder, List<Path> foreign) {
        if (!foreign.isEmpty()) {
            throw new OutputFolderException(
                    "[%s] expected only what the same job left, found %d other or changed files: %s%s; move them, choose another folder, or say --overwrite"
                            .formatted(
                                    folder,
                                    foreign.size(),
                                    foreign.stream()
                                            .limit(MAX_NAMED)
                                            .map(file -> folder.relativize(file).toString())
                                            .collect(Collectors.joining(", ")),
                                    foreign.size() > MAX_NAMED ? ", ..." : ""));
        }
    }
}
