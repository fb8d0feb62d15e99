package org.dengbej.prep.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.dengbej.events.Filters;
import org.dengbej.events.SoundFilters;
import org.dengbej.speech.sound.SoundMeasures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SoundFilterTest {

    private static final SoundMeasures GOOD = new SoundMeasures(3, 2.5, 1, 0, 40, 0, 0.2, 8_000, -20, -3, 0, 12);

    private static SoundMeasures cancelled(double decibels) {
        return new SoundMeasures(3, 2.5, 2, decibels, 40, 0, 0.2, 8_000, -20, -3, 0, 12);
    }

    private static SoundMeasures clipped(double share) {
        return new SoundMeasures(3, 2.5, 1, 0, 40, share, 0.2, 8_000, -20, 0, 0, 12);
    }

    private static SoundMeasures loudness(double lufs) {
        return new SoundMeasures(3, 2.5, 1, 0, 40, 0, 0.2, 8_000, lufs, -3, 0, 12);
    }

    private static SoundMeasures snr(double decibels) {
        return new SoundMeasures(3, 2.5, 1, 0, decibels, 0, 0.2, 8_000, -20, -3, 0, 12);
    }

    private static SoundMeasures bandwidth(double hz) {
        return new SoundMeasures(3, 2.5, 1, 0, 40, 0, 0.2, hz, -20, -3, 0, 12);
    }

    private static SoundMeasures rate(double rate) {
        return new SoundMeasures(3, 2.5, 1, 0, 40, 0, 0.2, 8_000, -20, -3, 0, rate);
    }

    private static final SoundMeasures WITHOUT_SPEECH =
            new SoundMeasures(3, 0, 1, 0, -150, 0, 1, 8_000, -30, -3, 0, Double.NaN);

    /** {@code rejected}: null where it is kept. */
    private static void expect(SoundFilters filters, SoundMeasures sound, RejectionReason rejected) {
        SoundFilter filter = new SoundFilter(new Filters(null, null, null, null, null, null, filters));
        assertThat(filter.find(sound).map(SoundFilter.Finding::reason).orElse(null))
                .isEqualTo(rejected);
    }

    private record Case(SoundMeasures just, SoundMeasures over, RejectionReason reason) {

        @Override
        public String toString() {
            return reason.toString();
        }
    }

    static Stream<Case> thresholds() {
        return Stream.of(
                new Case(cancelled(12), cancelled(12.1), RejectionReason.CANCELLED_OUT),
                new Case(loudness(-69.9), loudness(-70), RejectionReason.SILENT),
                new Case(GOOD, WITHOUT_SPEECH, RejectionReason.SILENT),
                new Case(clipped(0.01), clipped(0.011), RejectionReason.CLIPPED),
                new Case(rate(30), rate(30.1), RejectionReason.SPEAKING_RATE_OUTLIER),
                new Case(rate(1), rate(0.9), RejectionReason.SPEAKING_RATE_OUTLIER));
    }

    @ParameterizedTest
    @MethodSource("thresholds")
    void whatIsBeyondItsThresholdIsRejectedUnlessThatIsSwitchedOff(Case at) {
        expect(SoundFilters.DEFAULT, at.just, null);
        expect(SoundFilters.DEFAULT, at.over, at.reason);
        expect(SoundFilters.NONE, at.over, null);
    }

    @Test
    void noiseAndANarrowBandRejectOnlyWhereThatIsAskedFor() {
        expect(SoundFilters.DEFAULT, snr(3), null);
        expect(SoundFilters.DEFAULT, bandwidth(3_400), null);
        SoundFilters strict =
                new SoundFilters(null, null, null, null, null, null, null, null, null, null, true, 20.0, true, 5_000.0);
        expect(strict, GOOD, null);
        expect(strict, snr(19.9), RejectionReason.NOISY);
        expect(strict, bandwidth(3_400), RejectionReason.NARROW_BAND);
    }

    @Test
    void everyThresholdCanBeMoved() {
        SoundFilters moved =
                new SoundFilters(null, -40.0, null, 30.0, null, 0.5, null, 5.0, 15.0, null, null, null, null, null);
        expect(moved, loudness(-41), RejectionReason.SILENT);
        expect(moved, cancelled(29), null);
        expect(moved, clipped(0.4), null);
        expect(moved, rate(4.9), RejectionReason.SPEAKING_RATE_OUTLIER);
        expect(moved, rate(16), RejectionReason.SPEAKING_RATE_OUTLIER);
    }
}
