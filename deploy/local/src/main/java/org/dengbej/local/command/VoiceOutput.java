package org.dengbej.local.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dengbej.files.OutputFolder;
import org.dengbej.files.OutputFolderException;
import org.dengbej.files.PathWriter;
import org.dengbej.vits.Voice;

/**
 * A model folder that a command makes. Two voices are never mixed in one.
 *
 * @param folder in which it will lie
 */
record VoiceOutput(OutputFolder folder) {

    /** In the folder of a checkpoint, and in no other: what a trainer resumes from. */
    private static final String TRAINING_STATE = "training_state.json";

    /**
     * Looks at the folder before any work is done.
     *
     * @throws OutputFolderException when it must not be written to
     */
    void check(Path... inputs) throws IOException {
        folder.check(inputs);
        requireNoCheckpoint(folder.path());
    }

    /** Refuses a checkpoint: its weights are those of the step at which a job is resumed. */
    static void requireNoCheckpoint(Path folder) {
        if (Files.exists(folder.resolve(TRAINING_STATE))) {
            throw new OutputFolderException(
                    "[%s] expected a voice, found a checkpoint from which its job is resumed (%s); choose another folder"
                            .formatted(folder, TRAINING_STATE));
        }
    }

    /** Writes the voice; a discriminator that another one left there does not belong to it, and goes. */
    void write(PathWriter writer) throws IOException {
        boolean[] discriminator = new boolean[1];
        folder.write(path -> {
            writer.write(path);
            discriminator[0] = Files.exists(path.resolve(Voice.DISCRIMINATORS_FILE));
        });
        if (!discriminator[0]) {
            Files.deleteIfExists(folder.path().resolve(Voice.DISCRIMINATORS_FILE));
        }
    }
}
