package org.dengbej.speech.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelConfigTest {

    /** MMS' own, without what nothing here looks at. */
    private static final String ORIGINAL = """
            {"train": {"segment_size": 8192},
             "data": {"training_files": "train.ltr", "sampling_rate": 16000, "filter_length": 1024, "hop_length": 256,
                      "add_blank": true, "n_speakers": 0},
             "model": {"inter_channels": 192, "hidden_channels": 96, "filter_channels": 768, "n_heads": 2, "n_layers": 6,
                       "kernel_size": 3, "p_dropout": 0.1, "resblock": "1", "resblock_kernel_sizes": [3, 7, 11],
                       "resblock_dilation_sizes": [[1, 3, 5], [1, 3, 5], [1, 3, 5]], "upsample_rates": [8, 8, 2, 2],
                       "upsample_initial_channel": 512, "upsample_kernel_sizes": [16, 16, 4, 4],
                       "n_layers_q": 3, "use_spectral_norm": false}}""";

    @TempDir
    Path folder;

    @BeforeEach
    void anOriginal() throws IOException {
        config(ORIGINAL);
    }

    private void config(String json) throws IOException {
        Files.writeString(folder.resolve("config.json"), json);
    }

    @Test
    void theOriginalsKeysBecomeTransformers() throws IOException {
        JsonNode expected = new ObjectMapper().readTree("""
                {"flow_size": 192, "hidden_size": 96, "ffn_dim": 768, "num_attention_heads": 2, "num_hidden_layers": 6,
                 "ffn_kernel_size": 3, "hidden_dropout": 0.1, "attention_dropout": 0.1, "activation_dropout": 0.1,
                 "resblock_kernel_sizes": [3, 7, 11], "resblock_dilation_sizes": [[1, 3, 5], [1, 3, 5], [1, 3, 5]],
                 "upsample_rates": [8, 8, 2, 2], "upsample_initial_channel": 512,
                 "upsample_kernel_sizes": [16, 16, 4, 4], "sampling_rate": 16000, "spectrogram_bins": 513,
                 "num_speakers": 1, "speaker_embedding_size": 0, "use_stochastic_duration_prediction": true,
                 "layerdrop": 0.0, "segment_size": 8192}""");
        assertThat((Object) ModelConfig.read(folder)).isEqualTo(expected);
    }

    @Test
    void severalSpeakersAndThePlainDurationPredictorAreSaid() throws IOException {
        config(ORIGINAL.replace("\"n_speakers\": 0", "\"n_speakers\": 109")
                .replace("\"n_layers_q\": 3", "\"gin_channels\": 256, \"use_sdp\": false"));
        JsonNode json = ModelConfig.read(folder);
        assertThat(json.get("num_speakers").intValue()).isEqualTo(109);
        assertThat(json.get("speaker_embedding_size").intValue()).isEqualTo(256);
        assertThat(json.get("use_stochastic_duration_prediction").booleanValue())
                .isFalse();
    }

    @Test
    void transformersOwnKeysAreLeftAsTheyAre() throws IOException {
        config("{\"hidden_size\": 96, \"model_type\": \"vits\"}");
        assertThat((Object) ModelConfig.read(folder))
                .isEqualTo(new ObjectMapper().readTree("{\"hidden_size\": 96, \"model_type\": \"vits\"}"));
    }

    @Test
    void whatCannotBeSaidInTransformersKeysIsRefused() throws IOException {
        config(ORIGINAL.replace("\"resblock\": \"1\"", "\"resblock\": \"2\""));
        refused("model.resblock", "\"1\"", "\"2\"");
        config(ORIGINAL.replace("\"hop_length\": 256", "\"hop_length\": 300"));
        refused("data.hop_length", "[8, 8, 2, 2]", "300");
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        config(ORIGINAL.replace("\"n_heads\": 2,", ""));
        refused("model.n_heads is missing");
        config(ORIGINAL.replace("\"sampling_rate\": 16000", "\"sampling_rate\": \"16 kHz\""));
        refused("data.sampling_rate", "16 kHz");
        config("[]");
        refused("JSON object");
    }

    private void refused(String... saying) {
        assertThatThrownBy(() -> ModelConfig.read(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(saying);
    }
}
