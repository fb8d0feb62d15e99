package org.dengbej.trainer.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.dengbej.safetensors.Safetensors;
import org.dengbej.safetensors.Tensor;
import org.dengbej.speech.hub.ModelHub;
import org.dengbej.trainer.step.TinyVoice;
import org.dengbej.vits.VitsModel;
import org.dengbej.vits.engine.Precision;
import org.dengbej.vits.torchfile.InvalidTorchFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseModelTest {

    /** A voice and its discriminators as the original VITS code leaves them. */
    private static final Path ORIGINAL = Path.of("../common/vits/src/test/resources/original");

    private static final String DISCRIMINATOR = "D_100000.pth";

    @TempDir
    Path folder;

    private BaseModel resolve(String reference) {
        return BaseModel.resolve(reference, new ModelHub(folder.resolve("cache"), URI.create("http://localhost:1")), 3);
    }

    @Test
    void aJobCanBeginWithTheOriginalCodesCheckpoints() {
        BaseModel base = resolve(ORIGINAL.toString());
        assertThat(base.discriminator()).hasSize(75).containsKey("discriminators.0.final_conv.weight_g");
        assertThat(base.voice().tokenizer().vocabSize()).isEqualTo(30);
        try (VitsModel model = VitsModel.forTraining(base.voice(), Device.cpu(), Precision.FLOAT32)) {
            assertThat(model.parameters().names()).contains("decoder.upsampler.0.weight_v");
        }
    }

    @Test
    void aFreshVoiceCanHaveTheirConfiguration() {
        BaseModel base = resolve("fresh:" + ORIGINAL);
        assertThat(base.discriminator()).isEmpty();
        assertThat(base.voice().config().hiddenSize()).isEqualTo(32);
        assertThat(base.voice().config().vocabSize()).isEqualTo(30);
    }

    @Test
    void theirDiscriminatorsServeAnyVoiceThatLiesBesideThem() throws IOException {
        TinyVoice.fresh(3).write(folder);
        assertThat(resolve(folder.toString()).discriminator()).isEmpty();
        Files.copy(ORIGINAL.resolve(DISCRIMINATOR), folder.resolve(DISCRIMINATOR));
        assertThat(resolve(folder.toString()).discriminator()).hasSize(75);
    }

    @Test
    void discriminatorsOfOursComeFirst() throws IOException {
        TinyVoice.fresh(3).write(folder);
        Files.writeString(folder.resolve(DISCRIMINATOR), "no checkpoint");
        try (OutputStream out = Files.newOutputStream(folder.resolve("discriminator.safetensors"))) {
            new Safetensors(Map.of("ours", Tensor.of(new float[1], 1)), Map.of()).writeTo(out);
        }
        assertThat(resolve(folder.toString()).discriminator()).containsOnlyKeys("ours");
    }

    @Test
    void aCheckpointThatIsNoneIsNamed() throws IOException {
        TinyVoice.fresh(3).write(folder);
        Files.writeString(folder.resolve(DISCRIMINATOR), "no checkpoint");
        assertThatThrownBy(() -> resolve(folder.toString()))
                .isInstanceOf(InvalidTorchFileException.class)
                .hasMessageContaining(DISCRIMINATOR)
                .hasMessageContaining("zip archive");
    }
}
