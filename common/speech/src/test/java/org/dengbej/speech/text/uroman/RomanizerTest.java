package org.dengbej.speech.text.uroman;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RomanizerTest {

    /** Texts in some 30 scripts and what uroman 1.3.1.1 itself makes of them without a language; its published test is among them. */
    static Stream<Arguments> references() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/uroman.tsv")).stream()
                .map(line -> line.split("\t", -1))
                .map(columns -> Arguments.of(columns[0], columns[1]));
    }

    @ParameterizedTest
    @MethodSource("references")
    void aTextIsRomanisedAsUromanDoes(String text, String expected) {
        assertThat(Romanizer.romanize(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "Игорь, Igor",
        "서울, seoul",
        "Καλιφόρνια, Kalifornia",
        "ألاسكا, alaska",
        "ちょっとまってください, chottomattekudasai",
        "महात्मा गांधी, mahaatmaa gaamdhii",
        "加拿大, jianada",
        "二百三十四, 234",
        "plain ASCII, plain ASCII"
    })
    void whatPeopleWrite(String text, String expected) {
        assertThat(Romanizer.romanize(text)).isEqualTo(expected);
    }

    @Test
    void anyCharacterIsRomanisedWhereverItStands() {
        int[] all = IntStream.range(1, 0x30000)
                .filter(c -> c < 0xD800 || c > 0xDFFF)
                .toArray();
        for (int from = 0; from < all.length; from += 61) {
            String text = new String(all, from, Math.min(61, all.length - from));
            assertThat(Romanizer.romanize(text)).isNotNull();
        }
    }
}
