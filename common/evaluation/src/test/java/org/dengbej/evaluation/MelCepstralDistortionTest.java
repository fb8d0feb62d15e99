package org.dengbej.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.util.Arrays;
import org.dengbej.speech.audio.Audio;
import org.dengbej.vits.loss.MelScale;
import org.dengbej.vits.loss.MelSettings;
import org.junit.jupiter.api.Test;

/** Numbers of {@code librosa} 0.11.0 (stft, filters, dtw) and {@code scipy} 1.17.1 (dct). */
class MelCepstralDistortionTest {

    private static final MelSettings SETTINGS =
            new MelSettings(Spectra.RATE_HZ, 1024, 256, 80, 1, MelScale.SLANEY, 0, 8000, 1e-5);

    private static final Audio A = Spectra.vowel(120, 8000, 700, 1200, 2500);
    private static final Audio A_HIGHER_AND_LONGER = Spectra.vowel(150, 9600, 700, 1200, 2500);
    private static final Audio I = Spectra.vowel(140, 9600, 300, 2200, 3000);

    @Test
    void theDistortionOfTwoSpectraIsPythons() {
        assertThat(MelCepstralDistortion.decibels(Spectra.logMel(80, 60, 0), Spectra.logMel(80, 47, 0.9)))
                .isCloseTo(3.4242080772601837, within(1e-6));
    }

    @Test
    void theDistortionOfTwoSoundsIsPythons() {
        try (MelFrames mel = new MelFrames(SETTINGS, Device.cpu())) {
            float[][] a = mel.of(A);
            assertThat(a).hasNumberOfRows(80);
            assertThat(a[10][3]).isCloseTo(-5.294215f, within(1e-3f));
            assertThat(a[40][20]).isCloseTo(-3.6129744f, within(1e-3f));
            assertThat(MelCepstralDistortion.decibels(a, mel.of(I))).isCloseTo(17.24994, within(2e-3));
            assertThat(MelCepstralDistortion.decibels(a, mel.of(A_HIGHER_AND_LONGER)))
                    .isCloseTo(7.89644, within(2e-3));
        }
    }

    @Test
    void aRippleCostsItsRootMeanSquareInDecibels() {
        // Given two spectra that differ by a factor of e^cos, 20 log10(e) dB high
        float[][] flat = new float[80][10];
        float[][] ripple = new float[80][10];
        for (int mel = 0; mel < 80; mel++) {
            Arrays.fill(ripple[mel], (float) Math.cos(Math.PI * 3 * (mel + 0.5) / 80));
        }

        // Then
        assertThat(MelCepstralDistortion.decibels(ripple, flat))
                .isCloseTo(20 * Math.log10(Math.E) / Math.sqrt(2), within(1e-5));
    }

    @Test
    void theSameSpeechLouderOrSlowerHasNoDistortion() {
        float[][] speech = Spectra.logMel(80, 30, 0);
        float[][] louderAndSlower = new float[80][60];
        for (int mel = 0; mel < 80; mel++) {
            for (int frame = 0; frame < 60; frame++) {
                louderAndSlower[mel][frame] = speech[mel][frame / 2] + 1;
            }
        }
        assertThat(MelCepstralDistortion.decibels(louderAndSlower, speech)).isCloseTo(0, within(1e-5));
    }

    @Test
    void whatIsNoNumberHasNoDistortion() {
        float[][] broken = Spectra.logMel(80, 30, 0);
        broken[7][7] = Float.NaN;
        assertThat(MelCepstralDistortion.decibels(broken, Spectra.logMel(80, 30, 0)))
                .isNaN();
    }

    @Test
    void spectraOfTwoDefinitionsAreRefused() {
        assertThatThrownBy(() -> MelCepstralDistortion.decibels(Spectra.logMel(80, 30, 0), Spectra.logMel(40, 30, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 80 and 40 mels");
    }

    @Test
    void aSoundShorterThanAWindowIsFollowedBySilence() {
        try (MelFrames mel = new MelFrames(SETTINGS, Device.cpu())) {
            assertThat(mel.of(new Audio(new float[100], Spectra.RATE_HZ))).hasDimensions(80, 4);
        }
    }

    @Test
    void aSoundOfAnotherRateIsRefused() {
        try (MelFrames mel = new MelFrames(SETTINGS, Device.cpu())) {
            assertThatThrownBy(() -> mel.of(new Audio(new float[8000], 8000)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected a sound of 16000 Hz, found 8000 Hz");
        }
    }
}
