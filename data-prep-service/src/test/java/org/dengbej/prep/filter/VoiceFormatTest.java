package org.dengbej.prep.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dengbej.speech.text.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VoiceFormatTest {

    private static final String ORIGINAL = """
            {"data": {"training_files": "train.ltr", "sampling_rate": 22050, "filter_length": 1024, "hop_length": 128,
                      "add_blank": true},
             "model": {"inter_channels": 192, "hidden_channels": 192, "filter_channels": 768, "n_heads": 2, "n_layers": 6,
                       "kernel_size": 3, "p_dropout": 0.1, "resblock": "1", "resblock_kernel_sizes": [3],
                       "resblock_dilation_sizes": [[1, 3, 5]], "upsample_rates": [8, 8, 2],
                       "upsample_initial_channel": 512, "upsample_kernel_sizes": [16, 16, 4]}}""";

    @TempDir
    Path folder;

    @Test
    void aFolderOfTransformersIsRead() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"sampling_rate\": 22050, \"upsample_rates\": [8, 8, 2]}");
        Tokenizer.forAlphabet("abc").write(folder);
        VoiceFormat voice = VoiceFormat.read(folder);
        assertThat(voice.sampleRateHz()).isEqualTo(22_050);
        assertThat(voice.hopSamples()).isEqualTo(128);
        assertThat(voice.tokenizer().vocabSize()).isEqualTo(5);
    }

    @Test
    void aFolderOfTheOriginalCodeIsReadWithoutItsCheckpoint() throws IOException {
        Files.writeString(folder.resolve("config.json"), ORIGINAL);
        Files.writeString(folder.resolve("vocab.txt"), "k\na\nb\n \n");
        VoiceFormat voice = VoiceFormat.read(folder);
        assertThat(voice.sampleRateHz()).isEqualTo(22_050);
        assertThat(voice.hopSamples()).isEqualTo(128);
        assertThat(voice.tokenizer().encode("ab k")).containsExactly(0, 1, 0, 2, 0, 3, 0, 0, 0);
    }

    @Test
    void aVocabularyBeyondTheEmbeddingIsNamed() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"vocab_size\": 4}");
        Tokenizer.forAlphabet("abc").write(folder);
        assertThatThrownBy(() -> VoiceFormat.read(folder))
                .isInstanceOf(UnusableVoiceException.class)
                .hasMessageContaining("' ' (id 4)");
    }

    @Test
    void aFileOrKeyThatTheFolderLacksIsNamed() throws IOException {
        assertThatThrownBy(() -> VoiceFormat.read(folder))
                .isInstanceOf(UnusableVoiceException.class)
                .hasMessageContaining("config.json");
        Files.writeString(folder.resolve("config.json"), ORIGINAL.replace("\"n_heads\": 2, ", ""));
        assertThatThrownBy(() -> VoiceFormat.read(folder))
                .isInstanceOf(UnusableVoiceException.class)
                .hasMessageContaining("model.n_heads is missing");
    }
}
