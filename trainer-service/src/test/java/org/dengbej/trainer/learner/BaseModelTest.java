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
import org.dengbej.speech.hub.MmsCheckpoint;
import org.dengbej.speech.hub.ModelHub;
import org.dengbej.trainer.step.TinyVoice;
import org.dengbej.vits.InvalidVoiceException;
import org.dengbej.vits.VitsModel;
import org.dengbej.vits.engine.Precision;
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

    private static Map<String, Tensor> own(BaseModel base) {
        assertThat(base.discriminators()).isInstanceOf(BaseDiscriminators.Own.class);
        return ((BaseDiscriminators.Own) base.discriminators()).tensors();
    }

    @Test
    void aJobCanBeginWithTheOriginalCodesCheckpoints() {
        BaseModel base = resolve(ORIGINAL.toString());
        assertThat(own(base)).hasSize(75).containsKey("discriminators.0.final_conv.weight_g");
        assertThat(base.voice().tokenizer().vocabSize()).isEqualTo(30);
        try (VitsModel model = VitsModel.forTraining(base.voice(), Device.cpu(), Precision.FLOAT32)) {
            assertThat(model.parameters().names()).contains("decoder.upsampler.0.weight_v");
        }
    }

    @Test
    void aFreshVoiceCanHaveTheirConfiguration() {
        BaseModel base = resolve("fresh:" + ORIGINAL);
        assertThat(base.discriminators()).isInstanceOf(BaseDiscriminators.None.class);
        assertThat(base.voice().config().hiddenSize()).isEqualTo(32);
        assertThat(base.voice().config().vocabSize()).isEqualTo(30);
    }

    @Test
    void theirDiscriminatorsServeAnyVoiceThatLiesBesideThem() throws IOException {
        TinyVoice.fresh(3).write(folder);
        assertThat(resolve(folder.toString()).discriminators())
                .isEqualTo(new BaseDiscriminators.None("the base model has none"));
        Files.copy(ORIGINAL.resolve(DISCRIMINATOR), folder.resolve(DISCRIMINATOR));
        assertThat(own(resolve(folder.toString()))).hasSize(75);
    }

    @Test
    void discriminatorsOfOursComeFirst() throws IOException {
        TinyVoice.fresh(3).write(folder);
        Files.writeString(folder.resolve(DISCRIMINATOR), "no checkpoint");
        try (OutputStream out = Files.newOutputStream(folder.resolve("discriminator.safetensors"))) {
            new Safetensors(Map.of("ours", Tensor.of(new float[1], 1)), Map.of()).writeTo(out);
        }
        assertThat(own(resolve(folder.toString()))).containsOnlyKeys("ours");
    }

    @Test
    void aCheckpointThatIsNoneIsNamed() throws IOException {
        TinyVoice.fresh(3).write(folder);
        Files.writeString(folder.resolve(DISCRIMINATOR), "no checkpoint");
        assertThatThrownBy(() -> resolve(folder.toString()))
                .isInstanceOf(InvalidVoiceException.class)
                .hasMessageContaining(DISCRIMINATOR)
                .hasMessageContaining("zip archive");
    }

    @Test
    void publishedDiscriminatorsAreForAnMmsVoiceThatHasNone() throws IOException {
        String id = "facebook/mms-tts-kmr-script_latin";
        Path cached = folder.resolve("cache/facebook--mms-tts-kmr-script_latin");
        TinyVoice.fresh(3).write(cached);
        assertThat(resolve(id).publishedCheckpoint(id)).contains(new MmsCheckpoint("kmr-script_latin"));
        assertThat(resolve(cached.toString()).publishedCheckpoint(cached.toString()))
                .isEmpty();
        assertThat(resolve("fresh:" + id).publishedCheckpoint("fresh:" + id)).isEmpty();
        Files.copy(ORIGINAL.resolve(DISCRIMINATOR), cached.resolve(DISCRIMINATOR));
        assertThat(resolve(id).publishedCheckpoint(id)).isEmpty();
    }
}
