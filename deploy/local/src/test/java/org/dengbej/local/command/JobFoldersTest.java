package org.dengbej.local.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dengbej.files.AtomicFolder;
import org.dengbej.files.OutputFolderException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobFoldersTest {

    private static final JobRecord OURS = new JobRecord("train-1", "kurdish", "sum-1");

    @TempDir
    Path folder;

    private Path checkpoints;
    private Path model;

    @BeforeEach
    void aJobThatTrained() throws IOException {
        checkpoints = folder.resolve("checkpoints");
        model = folder.resolve("final_model");
        OURS.write(checkpoints);
        Files.createDirectories(checkpoints.resolve("step-3"));
        Files.createDirectories(checkpoints.resolve("best"));
        Files.createDirectories(checkpoints.resolve("tensorboard"));
        Files.writeString(checkpoints.resolve(".attempt-train-1"), "attempt");
        AtomicFolder.write(model, path -> Files.writeString(path.resolve("model.safetensors"), "weights"));
    }

    private JobFolders folders(boolean overwrite) {
        return new JobFolders(checkpoints, model, overwrite);
    }

    @Test
    void theSameCommandFindsItsJob() throws IOException {
        assertThat(folders(false).check("sum-1", folder.resolve("recordings"))).contains(OURS);
    }

    @Test
    void anotherCommandIsToldWhoseTheCheckpointsAre() {
        assertThatThrownBy(() -> folders(false).check("sum-2"))
                .isInstanceOf(OutputFolderException.class)
                .hasMessageContaining("train-1")
                .hasMessageContaining("kurdish")
                .hasMessageContaining("--overwrite");
    }

    @Test
    void overwritingBeginsAnotherJob() throws IOException {
        assertThat(folders(true).check("sum-1")).isEmpty();
    }

    @Test
    void aFileAmongTheCheckpointsThatNoTrainerLeftIsNamed() throws IOException {
        Files.writeString(checkpoints.resolve("diary.txt"), "mine");
        assertThatThrownBy(() -> folders(false).check("sum-1"))
                .isInstanceOf(OutputFolderException.class)
                .hasMessageContaining("diary.txt");
    }

    @Test
    void aFinishedVoiceThatWasChangedSinceIsSomebodys() throws IOException {
        Files.writeString(model.resolve("model.safetensors"), "pruned by hand");
        assertThatThrownBy(() -> folders(false).check("sum-1"))
                .isInstanceOf(OutputFolderException.class)
                .hasMessageContaining("model.safetensors");
    }

    @Test
    void aRecordThatCannotBeReadIsNotOurs() throws IOException {
        Files.writeString(checkpoints.resolve("job.json"), "[my job]");
        assertThatThrownBy(() -> folders(false).check("sum-1"))
                .isInstanceOf(OutputFolderException.class)
                .hasMessageContaining("--overwrite");
    }
}
