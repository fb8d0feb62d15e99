package org.dengbej.feedback.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ku | KURMANJI",
                "kmr | KURMANJI",
                "kmr-Latn | KURMANJI",
                "ku-Latn-TR | KURMANJI",
                "ku-TR | KURMANJI",
                "KU-tr | KURMANJI",
                "ckb | SORANI",
                "ckb-IR | SORANI",
                "ku-Arab | SORANI",
                "ku-Arab-IQ | SORANI",
                "ku-IQ | SORANI",
                "sdh-IR | SORANI",
                "tr | TURKISH",
                "tr-TR | TURKISH",
                "en-GB | ENGLISH",
                "de | ENGLISH"
            })
    void aTagAndItsAliasesMeanALanguage(String tag, Language language) {
        assertThat(Language.of(tag)).isEqualTo(language);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ku-TR,ku;q=0.9,tr;q=0.8 | KURMANJI",
                "tr-TR,tr;q=0.9,ku;q=0.8 | TURKISH",
                "de, tr;q=0.5, ckb;q=0.8 | SORANI",
                "de-AT,de;q=0.9,en;q=0.5,ku;q=0.4 | ENGLISH",
                "ku;q=0, tr;q=0.1 | TURKISH",
                "*, ku;q=0.5 | KURMANJI",
                "* | ENGLISH"
            })
    void theHeaviestRangeThatWeHaveCounts(String header, Language language) {
        assertThat(Language.of(null, header)).isEqualTo(language);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "ku_TR", "ku;q=x", "ku;q=2", "\"><script>", "ku;", ";q=1", "é", "i-x", "\0"})
    void whatIsNoRangeIsIgnored(String malformed) {
        assertThat(Language.of(malformed)).isEqualTo(Language.ENGLISH);
        assertThat(Language.of(malformed + ", ckb;q=0.1")).isEqualTo(Language.SORANI);
    }

    @Test
    void whatWasChosenOnThePageCountsMoreThanTheBrowser() {
        assertThat(Language.of("tr", "ku")).isEqualTo(Language.TURKISH);
        assertThat(Language.of(null, null)).isEqualTo(Language.ENGLISH);
    }

    @Test
    void soraniIsWrittenFromRightToLeft() {
        assertThat(Language.values())
                .filteredOn(language -> language.direction().equals("rtl"))
                .containsExactly(Language.SORANI);
    }
}
