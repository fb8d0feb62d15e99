package org.dengbej.prep.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.IntStream;
import org.dengbej.events.SpeakerHours;
import org.dengbej.events.SpeakerSelection;
import org.dengbej.events.SpeakerSummary;
import org.dengbej.prep.filter.FilterResult;
import org.dengbej.prep.filter.RejectionReason;
import org.dengbej.prep.source.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpeakerChoiceTest {

    private static final int ONE_SPEAKER = 1;

    /** Speakers with clips of five seconds each. */
    private static SpeakerTotals clips(Map<String, Integer> bySpeaker) {
        SpeakerTotals totals = new SpeakerTotals();
        bySpeaker.forEach((speaker, clips) -> IntStream.range(0, clips).forEach(i -> {
            totals.read(speaker);
            totals.good(speaker, 5);
        }));
        return totals;
    }

    private static SpeakerSelection speaker(String speaker) {
        return new SpeakerSelection(speaker, null, null);
    }

    @Test
    void aVoiceOfOneSpeakerLearnsFromTheOneWithMostGoodSpeechAndSaysSo() {
        // When
        SpeakerChoice choice = SpeakerChoice.of(
                SpeakerSelection.DEFAULT, ONE_SPEAKER, clips(Map.of("zana", 3, "leyla", 20, "dilan", 5)));

        // Then
        assertThat(choice.reject("leyla")).isEmpty();
        assertThat(choice.reject("zana")).hasValueSatisfying(rejection -> {
            assertThat(rejection.reason()).isEqualTo(RejectionReason.OTHER_SPEAKER);
            assertThat(rejection.detail()).isEqualTo("speaker zana, leyla is used");
        });
        assertThat(choice.reject(null)).isPresent();
        assertThat(choice.explanation().orElseThrow())
                .contains("speaker leyla", "1.7 min of 2.3 min by 3 speakers", "--speaker all", "--speaker ID");
        assertThat(choice.summary())
                .isEqualTo(new SpeakerSummary(
                        3,
                        java.util.List.of(
                                new SpeakerHours("leyla", 20, 100 / 3600.0, true),
                                new SpeakerHours("dilan", 5, 25 / 3600.0, false),
                                new SpeakerHours("zana", 3, 15 / 3600.0, false)),
                        choice.explanation().orElseThrow()));
    }

    @Test
    void aVoiceOfSeveralSpeakersLearnsFromEverybody() {
        SpeakerChoice choice = SpeakerChoice.of(SpeakerSelection.DEFAULT, 109, clips(Map.of("a", 3, "b", 20)));
        assertThat(choice.reject("a")).isEmpty();
        assertThat(choice.reject("b")).isEmpty();
        assertThat(choice.explanation()).hasValue("all 2 speakers are used");
    }

    @Test
    void whereNobodyStandsOutEverybodyIsUsedAndThatIsSaid() {
        // Given an id a clip, as some releases have it; and twenty speakers with some seconds each
        SpeakerTotals anId = clips(Map.of("a", 1, "b", 1, "c", 1));
        SpeakerTotals crowd = new SpeakerTotals();
        IntStream.range(0, 40).forEach(i -> crowd.good("s" + i % 20, 5));

        // Then
        for (SpeakerTotals totals : new SpeakerTotals[] {anId, crowd}) {
            SpeakerChoice choice = SpeakerChoice.of(SpeakerSelection.DEFAULT, ONE_SPEAKER, totals);
            totals.mostFirst()
                    .forEach(total -> assertThat(choice.reject(total.speaker())).isEmpty());
            assertThat(choice.explanation().orElseThrow())
                    .contains("nobody has enough", "--speaker most", "--speaker ID");
        }

        // And it is chosen where that is asked for
        SpeakerChoice asked = SpeakerChoice.of(speaker("most"), ONE_SPEAKER, anId);
        assertThat(asked.reject("a")).isEmpty();
        assertThat(asked.reject("b")).isPresent();
    }

    @Test
    void whoeverIsAskedForIsUsed() {
        SpeakerTotals totals = clips(Map.of("a", 3, "b", 20));
        assertThat(SpeakerChoice.of(speaker("a"), ONE_SPEAKER, totals).reject("b"))
                .isPresent();
        assertThat(SpeakerChoice.of(speaker("a"), ONE_SPEAKER, totals).reject("a"))
                .isEmpty();
        assertThat(SpeakerChoice.of(speaker("all"), ONE_SPEAKER, totals).reject("a"))
                .isEmpty();
        assertThat(SpeakerChoice.of(speaker("most"), 2, totals).reject("a")).isPresent();
    }

    @Test
    void speakersWithLessThanTheHoursAskedForAreRejected() {
        SpeakerChoice choice = SpeakerChoice.of(
                new SpeakerSelection("all", null, 0.02), ONE_SPEAKER, clips(Map.of("a", 3, "b", 20, "c", 15)));
        assertThat(choice.reject("b")).isEmpty();
        assertThat(choice.reject("c")).isEmpty();
        assertThat(choice.reject("a")).hasValueSatisfying(rejection -> {
            assertThat(rejection.reason()).isEqualTo(RejectionReason.SPEAKER_BELOW_MIN_HOURS);
            assertThat(rejection.detail())
                    .isEqualTo("speaker a has 15.0 s of good speech, at least 1.2 min are wanted");
        });
        assertThat(choice.reject(null)).isPresent();
    }

    @Test
    void aSourceOfOneSpeakerOrOfNoneLeavesNoChoice() {
        for (SpeakerTotals totals : new SpeakerTotals[] {clips(Map.of("a", 3)), clips(Map.of())}) {
            SpeakerChoice choice = SpeakerChoice.of(SpeakerSelection.DEFAULT, ONE_SPEAKER, totals);
            assertThat(choice.explanation()).isEmpty();
            assertThat(choice.reject("a")).isEmpty();
            assertThat(choice.reject(null)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "male_masculine, male",
        "male, male",
        "M, male",
        "Female, female",
        "female_feminine, female",
        "non-binary, non-binary",
        "do_not_wish_to_say, do_not_wish_to_say",
        "0, 0",
        "' ',",
        ","
    })
    void releasesOfCommonVoiceWriteOneGenderDifferently(String written, String normalized) {
        assertThat(Gender.normalized(written)).isEqualTo(normalized);
    }

    private static String rejectedFor(SpeakerSelection selection, String speaker, String gender) {
        return new SpeakerFilter(selection)
                .reject(new Recording("r", "a", null, null, speaker, gender, maxBytes -> new byte[0]))
                .map(result -> ((FilterResult.Rejected) result).reason().toString())
                .orElse("");
    }

    @Test
    void aSpeakerOrAGenderThatIsNotWantedIsRejectedUnheard() {
        assertThat(rejectedFor(speaker("a"), "b", null)).isEqualTo("other-speaker");
        assertThat(rejectedFor(speaker("a"), null, null)).isEqualTo("other-speaker");
        assertThat(rejectedFor(speaker("a"), "a", null)).isEmpty();
        assertThat(rejectedFor(speaker("most"), "b", null)).isEmpty();
        SpeakerSelection female = new SpeakerSelection(null, "female", null);
        assertThat(rejectedFor(female, null, "female_feminine")).isEmpty();
        assertThat(rejectedFor(female, null, "male")).isEqualTo("other-gender");
        assertThat(rejectedFor(female, null, null)).isEqualTo("other-gender");
        assertThat(rejectedFor(new SpeakerSelection(null, "male_masculine", null), null, "M"))
                .isEmpty();
    }
}
