package org.dengbej.speech.text.numbers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class VerbalizerTest {

    private static final Path TABLE = Path.of("../../docs/kurmanji-numbers.md");
    private static final Verbalizer KURMANJI = Verbalizer.of("kmr-script_latin").orElseThrow();

    private static boolean isRead(int c) {
        return Character.isLetter(c) || c == ' ' || c == '-' || c == '\'';
    }

    static Stream<Arguments> table() throws IOException {
        List<String> lines = Files.readAllLines(TABLE);
        return lines.subList(lines.indexOf("| written | spoken |") + 2, lines.size()).stream()
                .map(line -> line.split("\\|"))
                .map(cells -> Arguments.of(cells[1].strip(), cells[2].strip()));
    }

    @Test
    void theTableHasAtLeastTwoHundredRows() throws IOException {
        assertThat(table()).hasSizeGreaterThanOrEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("table")
    void kurmanjiIsWrittenOutAsTheTableHasIt(String written, String spoken) {
        assertThat(KURMANJI.verbalize(written, VerbalizerTest::isRead).strip()).isEqualTo(spoken);
    }

    @ParameterizedTest
    @CsvSource({
        "ez di sala 2023 de hatim, ez di sala du hezar û bîst û sê de hatim",
        "nirx 15 % zêde bû, nirx ji sedî panzdeh zêde bû",
        "saet 14:30 e, saet çardeh û sî e",
        "Dr. Azad hwd., doktor Azad her wekî din",
        "ji 12-15 kes, ji diwanzdeh-panzdeh kes",
        "1000000000001, yek sifir sifir sifir sifir sifir sifir sifir sifir sifir sifir sifir yek",
        "99.99.9999 e, nod û neh nuqte nod û neh.neh hezar û nehsed û nod û neh e",
        "silav, silav",
    })
    void numbersInASentenceAreWrittenOut(String written, String spoken) {
        assertThat(KURMANJI.verbalize(written, VerbalizerTest::isRead)).isEqualTo(spoken);
    }

    @ParameterizedTest
    @CsvSource({
        "ckb, ساڵی ٢٠٢٣, ساڵی دوو هەزار و بیست و سێ",
        "ckb, ۱۵٪, لە سەدا پازدە",
        "ckb, ٢١ەم, بیست و یەکەم",
        "tur, %15, yüzde on beş",
        "tr, 2023 yılı, iki bin yirmi üç yılı",
        "eng, 21st, twenty-first",
        "eng, 3.5 km, three point five kilometres",
        "deu, 21, einundzwanzig",
    })
    void otherLanguagesHaveTheirOwnWords(String language, String written, String spoken) {
        assertThat(Verbalizer.of(language).orElseThrow().verbalize(written, VerbalizerTest::isRead))
                .isEqualTo(spoken);
    }

    @Test
    void aLanguageWithoutRulesHasNoVerbalizerInsteadOfAnEnglishOne() {
        assertThat(Verbalizer.of("zza")).isEmpty();
        assertThat(Verbalizer.of("")).isEmpty();
    }

    @Test
    void digitsThatTheVoiceReadsStay() {
        assertThat(KURMANJI.verbalize("sala 2023 %", c -> Character.isLetterOrDigit(c) || c == ' ' || c == '%'))
                .isEqualTo("sala 2023 %");
    }
}
