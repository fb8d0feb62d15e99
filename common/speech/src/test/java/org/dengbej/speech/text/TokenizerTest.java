package org.dengbej.speech.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The expected ids are transformers' {@code VitsTokenizer}'s. */
class TokenizerTest {

    private static final String SYMBOLS = "kabcçdeêfghiîjlmnopqrsştuûvwxyz '-_";

    @TempDir
    Path folder;

    @BeforeEach
    void aToyVocabulary() throws IOException {
        int[] symbols = SYMBOLS.codePoints().toArray();
        String entries = java.util.stream.IntStream.range(0, symbols.length)
                .mapToObj(id -> "\"%s\": %d".formatted(Character.toString(symbols[id]), id))
                .collect(Collectors.joining(", "));
        Files.writeString(folder.resolve("vocab.json"), "{" + entries + "}");
        config("{\"add_blank\": true, \"normalize\": true, \"phonemize\": false, \"language\": \"kmr\"}");
    }

    private void config(String json) throws IOException {
        Files.writeString(folder.resolve("tokenizer_config.json"), json);
    }

    @Test
    void aBlankStandsAroundEveryCharacter() {
        assertThat(Tokenizer.read(folder).encode("Silav, Kurdî!"))
                .containsExactly(0, 21, 0, 11, 0, 14, 0, 1, 0, 26, 0, 31, 0, 0, 0, 24, 0, 20, 0, 5, 0, 12, 0);
    }

    @Test
    void eachIdHasItsSymbolAndABlankHasNone() {
        Tokenizer tokenizer = Tokenizer.read(folder);
        assertThat(tokenizer.symbols("Ez û!")).containsExactly("", "e", "", "z", "", " ", "", "û", "");
        assertThat(tokenizer.symbols("Silav, Kurdî!")).hasSameSizeAs(tokenizer.encode("Silav, Kurdî!"));
    }

    @Test
    void innerBlanksAreKeptAndOuterOnesGo() {
        assertThat(Tokenizer.read(folder).normalized("  Ez  baş im. ")).isEqualTo("ez  baş im");
    }

    @Test
    void aDecomposedLetterKeepsItsMark() {
        assertThat(Tokenizer.read(folder).normalized("e\u0302")).isEqualTo("ê");
    }

    @Test
    void theMachinesLocaleChangesNothing() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(Tokenizer.read(folder).normalized("Iİ")).isEqualTo("ii");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aTextWithoutOneKnownLetterIsRefused() {
        assertThatThrownBy(() -> Tokenizer.read(folder).encode("123 ?"))
                .isInstanceOf(UnspeakableTextException.class)
                .hasMessageContaining("123 ?");
    }

    @Test
    void withoutNormalisingAnUnknownCharacterIsRefusedByName() throws IOException {
        config("{\"normalize\": false}");
        assertThatThrownBy(() -> Tokenizer.read(folder).encode("aX"))
                .isInstanceOf(UnspeakableTextException.class)
                .hasMessageContaining("'X'");
    }

    @Test
    void withoutBlanksOnlyTheCharactersAreLeft() throws IOException {
        config("{\"add_blank\": false}");
        assertThat(Tokenizer.read(folder).encode("ab")).containsExactly(1, 2);
    }

    @Test
    void whatIsWrittenReadsBackTheSame() throws IOException {
        // Given
        Tokenizer fresh = Tokenizer.forAlphabet("abcÇç");
        // When
        fresh.write(folder);
        Tokenizer read = Tokenizer.read(folder);
        // Then
        assertThat(read.vocabSize()).isEqualTo(6);
        assertThat(read.encode("Çab c")).isEqualTo(fresh.encode("çab c"));
    }

    @Test
    void aBrokenFileIsNamed() throws IOException {
        Files.writeString(folder.resolve("vocab.json"), "{\"a\": \"x\"}");
        assertThatThrownBy(() -> Tokenizer.read(folder))
                .isInstanceOf(InvalidTokenizerException.class)
                .hasMessageContaining("vocab.json")
                .hasMessageContaining("'a'");
    }

    @Test
    void phonemesAreRefused() throws IOException {
        config("{\"phonemize\": true}");
        assertThatThrownBy(() -> Tokenizer.read(folder)).hasMessageContaining("phonemize");
    }

    private void original(String vocabulary, String data) throws IOException {
        Files.delete(folder.resolve("vocab.json"));
        Files.writeString(folder.resolve("vocab.txt"), vocabulary);
        Files.writeString(folder.resolve("config.json"), "{\"data\": {%s}, \"model\": {}}".formatted(data));
    }

    @Test
    void theOriginalsVocabularyGivesTheSameIds() throws IOException {
        String lines = SYMBOLS.codePoints().mapToObj(Character::toString).collect(Collectors.joining("\n"));
        long[] expected = Tokenizer.read(folder).encode("Silav, Kurdî!");
        original(lines, "\"add_blank\": true, \"training_files\": \"train.ltr\"");
        assertThat(Tokenizer.read(folder).vocabSize()).isEqualTo(35);
        assertThat(Tokenizer.read(folder).encode("Silav, Kurdî!")).isEqualTo(expected);
    }

    @Test
    void theOriginalsConfigurationTellsOfBlanksAndRomanisation() throws IOException {
        original("k\na\nb\n", "\"add_blank\": false, \"training_files\": \"lists/train.uroman\"");
        Tokenizer tokenizer = Tokenizer.read(folder);
        assertThat(tokenizer.encode("ab")).containsExactly(1, 2);
        assertThat(tokenizer.encode("аб")).containsExactly(1, 2);
    }

    @Test
    void aBlankThatIsALetterIsStillTheBlank() throws IOException {
        original("k\na\n", "\"add_blank\": true");
        Path written = Files.createDirectory(folder.resolve("written"));
        Tokenizer.read(folder).write(written);
        assertThat(Tokenizer.read(written).encode("ka")).containsExactly(0, 0, 0, 1, 0);
        assertThat(written.resolve("tokenizer_config.json")).content().contains("\"pad_token\" : \"k\"");
    }

    @Test
    void aVocabularyWithoutABlankIsNamed() throws IOException {
        original("", "\"add_blank\": true");
        assertThatThrownBy(() -> Tokenizer.read(folder))
                .isInstanceOf(InvalidTokenizerException.class)
                .hasMessageContaining("vocab.txt")
                .hasMessageContaining("found 0 symbols");
        Files.writeString(folder.resolve("vocab.txt"), "k\na\nk\n");
        assertThatThrownBy(() -> Tokenizer.read(folder)).hasMessageContaining("there once");
    }

    @Test
    void aVocabularyWithoutAConfigurationIsNamed() throws IOException {
        original("k\na\n", "");
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"vits\"}");
        assertThatThrownBy(() -> Tokenizer.read(folder))
                .isInstanceOf(InvalidTokenizerException.class)
                .hasMessageContaining("config.json")
                .hasMessageContaining("data and model");
    }

    @Test
    void theIdsOfATextAreReadBack() {
        Tokenizer tokenizer = Tokenizer.forAlphabet("abc");
        assertThat(tokenizer.decode(tokenizer.encode("cab a"))).isEqualTo(tokenizer.symbols("cab a"));
        assertThat(tokenizer.decode(new long[] {0, 99, 0})).containsExactly("", "", "");

        // And where no blank stands around symbols, the first one is a symbol
        Tokenizer without = Tokenizer.ofSymbols(List.of("k", "a"), false, false);
        assertThat(String.join("", without.decode(without.encode("aka")))).isEqualTo("aka");
    }
}
