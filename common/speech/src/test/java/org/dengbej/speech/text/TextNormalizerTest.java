package org.dengbej.speech.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextNormalizerTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "|e\u0302 s\u0327|, |ê ş|",
                "|d\u2019ar|, |d'ar|",
                "|\u00ABsilav\u00BB|, |\"silav\"|",
                "|a \u2013 b|, |a - b|",
                "|  a\u00A0\t b  |, |a b|",
                "|a\u200Bb\uFEFF|, |ab|",
            })
    void writesTheSameTextTheSameWay(String text, String normalized) {
        assertThat(TextNormalizer.normalize(text)).isEqualTo(normalized);
    }
}
