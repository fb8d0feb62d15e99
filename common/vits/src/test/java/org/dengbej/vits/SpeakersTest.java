package org.dengbej.vits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.dengbej.speech.text.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpeakersTest {

    private static final Tokenizer TOKENIZER = Tokenizer.forAlphabet("abcdefghij");
    private static final String CONFIG = """
            {"vocab_size": %d, "hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "ffn_dim": 16,
             "flow_size": 8, "upsample_initial_channel": 16, "prior_encoder_num_flows": 2, "layerdrop": 0,
             "prior_encoder_num_wavenet_layers": 1, "posterior_encoder_num_wavenet_layers": 1,
             "resblock_kernel_sizes": [3], "resblock_dilation_sizes": [[1]], "noise_scale_duration": 0.0,
             "num_speakers": %d, "speaker_embedding_size": %d}""";
    private static final String EMBEDDING = "embed_speaker.weight";

    @TempDir
    Path folder;

    private static Voice voice(int speakers, int embeddingSize) {
        try {
            String json = CONFIG.formatted(TOKENIZER.vocabSize(), speakers, embeddingSize);
            return Voice.fresh(VitsConfig.parse(new ObjectMapper().readTree(json)), TOKENIZER, 7);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static float[] speak(Voice voice, int speaker) {
        try (Synthesizer synthesizer = Synthesizer.of(voice, Device.cpu())) {
            return synthesizer
                    .synthesize(
                            "abc def", 1, SynthesisOptions.of(voice.config()).withSpeaker(speaker))
                    .samples();
        }
    }

    private static float[] row(Voice voice, int speaker) {
        int size = voice.config().speakerEmbeddingSize();
        float[] rows = voice.tensors().get(EMBEDDING).toFloats();
        return Arrays.copyOfRange(rows, speaker * size, (speaker + 1) * size);
    }

    @Test
    void eachSpeakerHasAVoiceOfItsOwn() {
        Voice voice = voice(3, 6);
        assertThat(speak(voice, 0)).isNotEqualTo(speak(voice, 1));
        assertThat(speak(voice, 2)).isEqualTo(speak(voice, 2));
        assertThatThrownBy(() -> speak(voice, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 to 2");
    }

    @Test
    void newSpeakersGetTheNextIdsInTheOrderOfTheirNamesAndTheOthersStay() {
        // Given a published voice of two speakers without names
        Voice voice = voice(2, 6);

        // When
        Voice grown = voice.withSpeakers(List.of("zîn", "mem", "zîn"), 1);

        // Then
        assertThat(grown.speakers()).isEqualTo(new Speakers(4, Map.of("mem", 2, "zîn", 3)));
        assertThat(grown.config().numSpeakers()).isEqualTo(4);
        assertThat(speak(grown, 0)).isEqualTo(speak(voice, 0));
        assertThat(speak(grown, 1)).isEqualTo(speak(voice, 1));
        float[] mean = row(grown, 2);
        for (int i = 0; i < mean.length; i++) {
            assertThat(mean[i]).isEqualTo((row(voice, 0)[i] + row(voice, 1)[i]) / 2);
        }
        assertThat(row(grown, 3)).isEqualTo(mean);
        // and who is known already is no new one
        assertThat(grown.withSpeakers(List.of("mem"), 1)).isSameAs(grown);
    }

    @Test
    void aVoiceThatKnowsNobodyYetDrawsEachSpeakerByName() {
        // Given
        Voice voice = voice(1, 6);
        assertThat(voice.tensors()).doesNotContainKey(EMBEDDING);

        // When
        Voice both = voice.withSpeakers(List.of("b", "a"), 5);
        Voice three = voice.withSpeakers(List.of("c", "b", "a"), 5);
        Voice other = voice.withSpeakers(List.of("a", "b"), 6);

        // Then
        assertThat(both.speakers()).isEqualTo(new Speakers(2, Map.of("a", 0, "b", 1)));
        assertThat(row(three, 1)).isEqualTo(row(both, 1));
        assertThat(row(both, 0)).isNotEqualTo(row(both, 1));
        assertThat(row(other, 0)).isNotEqualTo(row(both, 0));
        assertThat(speak(both, 1)).isNotEqualTo(speak(both, 0));
        // and one speaker alone needs no embedding
        assertThat(voice.withSpeakers(List.of("a"), 5).tensors()).doesNotContainKey(EMBEDDING);
    }

    @Test
    void aVoiceThatIsNotConditionedOnSpeakersStaysAsItIs() {
        Voice voice = voice(1, 0);
        assertThat(voice.withSpeakers(List.of("a", "b"), 5)).isSameAs(voice);
    }

    @Test
    void namesAreWrittenBesideTheVoiceAndReadAgain() throws IOException {
        // Given
        Voice voice = voice(1, 6).withSpeakers(List.of("mem", "zîn"), 5);

        // When
        voice.write(folder);
        Voice read = Voice.read(folder);

        // Then
        assertThat(folder.resolve("speaker_ids.json")).hasContent("""
                {
                  "mem" : 0,
                  "zîn" : 1
                }""");
        assertThat(VitsConfig.read(folder).numSpeakers()).isEqualTo(2);
        assertThat(read.speakers()).isEqualTo(voice.speakers());
        assertThat(speak(read, 1)).isEqualTo(speak(voice, 1));
        // and a model hands them on
        try (VitsModel model = VitsModel.of(read, Device.cpu())) {
            assertThat(Voice.of(model, TOKENIZER).speakers()).isEqualTo(voice.speakers());
        }
    }

    @Test
    void aVoiceWithoutNamesHasNoFileOfNames() throws IOException {
        voice(2, 6).write(folder);
        assertThat(folder.resolve("speaker_ids.json")).doesNotExist();
        assertThat(Voice.read(folder).speakers()).isEqualTo(Speakers.unnamed(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": 2}",
                "{\"a\": -1}",
                "{\"a\": 0, \"b\": 0}",
                "{\"a\": \"0\"}",
                "{\"a\": 0.5}",
                "{\" \": 0}",
                "[\"a\"]",
                "{",
                ""
            })
    void namesThatDoNotFitTheVoiceAreRefused(String content) throws IOException {
        voice(2, 6).write(folder);
        Files.writeString(folder.resolve("speaker_ids.json"), content);
        assertThatThrownBy(() -> Voice.read(folder))
                .isInstanceOf(InvalidVoiceException.class)
                .hasMessageContaining("speaker_ids.json");
    }

    @Test
    void aSpeakerIsFoundByNameAndByIdAndByNothingElse() {
        // Given one whose name is a number
        Speakers speakers = new Speakers(4, Map.of("mem", 0, "1", 2));

        // When, then
        assertThat(speakers.find("mem")).isZero();
        assertThat(speakers.find("1")).as("names come first").isEqualTo(2);
        assertThat(speakers.find("3")).isEqualTo(3);
        for (String unknown : List.of("4", "-1", "zîn", "", "99999999999")) {
            assertThatThrownBy(() -> speakers.find(unknown))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'%s'".formatted(unknown))
                    .hasMessageContaining("mem")
                    .hasMessageContaining("0 to 3");
        }
    }

    @Test
    void anEmbeddingOfAnotherSizeThanTheConfigurationIsNamed() {
        Voice voice = voice(3, 6);
        Voice broken = new Voice(voice.config().withNumSpeakers(4), TOKENIZER, Map.copyOf(voice.tensors()));
        assertThatThrownBy(() -> speak(broken, 0))
                .isInstanceOf(InvalidVoiceException.class)
                .hasMessageContaining(EMBEDDING)
                .hasMessageContaining("[4, 6]")
                .hasMessageContaining("[3, 6]");
    }
}
