package org.dengbej.speech.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFrontendTest {

    private static final String KURMANJI = "abcçdeêfghiîjklmnopqrsştuûvwxyz'-";

    @TempDir
    Path folder;

    private static TextFrontend voice(String alphabet) {
        List<String> symbols = new ArrayList<>(List.of("_", " "));
        alphabet.codePoints().mapToObj(Character::toString).forEach(symbols::add);
        return new TextFrontend(Tokenizer.ofSymbols(symbols, true, false));
    }

    private TextFrontend voice(String alphabet, String language) throws IOException {
        voice(alphabet).tokenizer().write(folder);
        Path config = folder.resolve("tokenizer_config.json");
        Files.writeString(
                config, Files.readString(config).replaceFirst("\\{", "{\"language\": \"%s\",".formatted(language)));
        return new TextFrontend(Tokenizer.read(folder));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "salin', sal\u2019in, salin",
                "sal\u2019in, sal\u2019in, sal\u2019in",
                "sal\u2019in, sal'in, sal\u2019in",
                "sal\u02BCin, sal\u2019in, sal\u02BCin",
                "sal\u2013in, sal-in, sal\u2013in",
                "sal-in, sal\u2014in, sal-in",
                "de\u0302r, dêr, de\u0302r",
                "dêr, de\u0302r, dêr",
                "sa\u200Clin, sa\u200Clin, sa\u200Clin",
                "salin, sa\u200Clin, salin",
                "salin, SALIN, salin",
                "SALIN, SALIN, SALIN",
                "fi, \uFB01, fi",
                "يك, یک, يك",
                "یک, يك, یک",
                "یک, ﻳﻚ, یک",
                "ş, ș, ş",
            })
    void aTextGoesTowardsWhatTheVoiceHas(String alphabet, String written, String spoken) {
        SpokenText text = voice(alphabet).process(written);
        boolean apostropheIsMissing = alphabet.equals("salin'");
        assertThat(text.text()).isEqualTo(apostropheIsMissing ? "sal'in" : spoken);
        assertThat(text.dropped()).isEmpty();
    }

    @Test
    void lowerCaseIsThatOfTheLanguage() throws IOException {
        assertThat(voice("abcdıi", "tur").process("Iİ").text()).isEqualTo("ıi");
        assertThat(voice("abcdıi", "kmr").process("Iİ").text()).isEqualTo("ii");
        assertThat(voice("abcdıi", "azj-script_latin").process("I").text()).isEqualTo("ı");
    }

    @Test
    void charactersWithoutAnyFormAreCountedAndPunctuationIsNot() {
        SpokenText text = voice("likönuçeko hayş").process("li Köln û Çeko heye! ú ł ł 😀 (…)");
        assertThat(text.dropped()).isEqualTo(Map.of("û", 1, "ú", 1, "ł", 2, "😀", 1));
        assertThat(text.droppedSummary()).isEqualTo("ú ×1, û ×1, ł ×2, 😀 ×1");
    }

    @Test
    void aLetterKeepsItsPlaceWhereItsVowelSignIsNotRead() {
        SpokenText text = voice("بت").process("بَت");
        assertThat(text.text()).isEqualTo("بت");
        assertThat(text.dropped()).isEqualTo(Map.of("َ", 1));
    }

    @Test
    void numbersAreWrittenOutWhereTheVoiceHasNoDigits() {
        assertThat(voice(KURMANJI).process("di sala 2023'an de").text())
                .isEqualTo("di sala du hezar û bîst û sêyan de");
        assertThat(voice(KURMANJI + "0123456789").process("sala 2023").text()).isEqualTo("sala 2023");
    }

    @Test
    void withoutRulesDigitsAreCountedAsDropped() throws IOException {
        assertThat(voice("abc", "zza").process("a 22 b").dropped()).isEqualTo(Map.of("2", 2));
    }

    @Test
    void aWordOfTheLexiconIsSpokenAsItSays() throws IOException {
        // Given
        voice(KURMANJI).tokenizer().write(folder);
        Files.writeString(folder.resolve("lexicon.tsv"), "# ours\nHDP\thedepe\nNew York\tniyû york\n");
        TextFrontend frontend = new TextFrontend(Tokenizer.read(folder));

        // Then
        assertThat(frontend.process("Hdp li new york e").text()).isEqualTo("hedepe li niyû york e");
        assertThat(frontend.process("hdpê").text()).isEqualTo("hdpê");

        // And it goes with the voice
        Path copy = Files.createDirectory(folder.resolve("copy"));
        frontend.tokenizer().write(copy);
        assertThat(new TextFrontend(Tokenizer.read(copy)).process("HDP").text()).isEqualTo("hedepe");
    }

    @Test
    void aLineThatIsNoEntryIsNamed() throws IOException {
        voice(KURMANJI).tokenizer().write(folder);
        Files.writeString(folder.resolve("lexicon.tsv"), "a\tb\nno tab\n");
        assertThatThrownBy(() -> Tokenizer.read(folder))
                .isInstanceOf(InvalidTokenizerException.class)
                .hasMessageContaining("lexicon.tsv:2")
                .hasMessageContaining("no tab");
    }

    @Test
    void aLongTextIsSplitIntoSentencesWithPausesAndNothingIsLost() {
        // Given
        TextFrontend frontend = voice(KURMANJI);
        String words = "silav hevalê min tu çawa yî ".repeat(300);

        // When
        List<SpeechSegment> prose = SpeechSegments.of("Silav, tu çawa yî? Ez baş im.\n\nSpas. (…)", frontend);
        List<SpeechSegment> endless = SpeechSegments.of(words, frontend);

        // Then
        assertThat(prose)
                .containsExactly(
                        new SpeechSegment("Silav, tu çawa yî?", 0.4),
                        new SpeechSegment("Ez baş im.", 0.7),
                        new SpeechSegment("Spas.", 0.7));
        assertThat(endless).allSatisfy(segment -> assertThat(segment.text()).hasSizeLessThanOrEqualTo(240));
        assertThat(String.join(" ", endless.stream().map(SpeechSegment::text).toList()))
                .isEqualTo(words.strip());
    }

    @Test
    void aWordWithoutEndIsSplitToo() {
        assertThat(SpeechSegments.of("a".repeat(1_000), voice("a")))
                .allSatisfy(segment -> assertThat(segment.text()).hasSizeLessThanOrEqualTo(240))
                .extracting(segment -> segment.text().length())
                .satisfies(lengths ->
                        assertThat(lengths.stream().mapToInt(l -> l).sum()).isEqualTo(1_000));
    }

    @Test
    void wordsThatHaveNoSpacesBetweenThemAreKeptWhole() {
        // Given Thai, which is written without spaces
        String word = "ภาษาไทย";
        TextFrontend frontend = voice(word);

        // When
        List<SpeechSegment> segments = SpeechSegments.of(word.repeat(200), frontend);

        // Then
        assertThat(segments)
                .hasSizeGreaterThan(1)
                .allSatisfy(
                        segment -> assertThat(segment.text()).startsWith("ภา").hasSizeLessThanOrEqualTo(240));
        assertThat(String.join("", segments.stream().map(SpeechSegment::text).toList()))
                .isEqualTo(word.repeat(200));
    }

    @Test
    void aCharacterOfTwoUnitsIsNeverCutInTwo() {
        // Given letters outside the basic plane
        TextFrontend frontend = voice("𐒀𐒁");
        String text = "𐒀𐒁".repeat(1_001);

        // When, then
        assertThat(String.join(
                        "",
                        SpeechSegments.of(text, frontend).stream()
                                .map(SpeechSegment::text)
                                .toList()))
                .isEqualTo(text);
    }

    @Test
    @Timeout(60)
    void aSentenceOfAMillionLettersIsSplitInTimeThatGrowsWithItsLength() {
        TextFrontend frontend = voice("abc");
        assertThat(SpeechSegments.of("abc ".repeat(250_000), frontend)).hasSizeGreaterThan(4_000);
    }

    @Test
    void aTextInWhichNothingCanBeSpokenIsRefusedAsItWasWritten() {
        assertThatThrownBy(() -> SpeechSegments.of("… ?\n!", voice("a")))
                .isInstanceOf(UnspeakableTextException.class)
                .hasMessageContaining("found '… ? !'");
        assertThatThrownBy(() -> SpeechSegments.of("😀".repeat(500), voice("a")))
                .hasMessageEndingWith("'%s ...'".formatted("😀".repeat(80)));
    }

    @Test
    void aSignWhoseCompatibilityFormIsOfCapitalsIsReadInLowerCase() {
        assertThat(voice("notm").process("№ a™").text()).isEqualTo("no tm");
    }
}
