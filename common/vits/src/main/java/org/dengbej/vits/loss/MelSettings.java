package org.dengbej.vits.loss;

import org.dengbej.vits.VitsConfig;

/**
 * A log-mel spectrogram's definition: windowed Fourier transform, power, triangular filters, logarithm.
 *
 * @param sampleRateHz of the waveform
 * @param nFft         samples of a window (periodic Hann) and of the transform
 * @param hopSamples   between windows
 * @param mels         filters
 * @param power        of the magnitude: 1 or 2
 * @param scale        on which the filters' centres are evenly spaced
 * @param fMinHz       lowest edge
 * @param fMaxHz       highest edge
 * @param floor        of the value before the logarithm
 */
public record MelSettings(
        int sampleRateHz,
        int nFft,
        int hopSamples,
        int mels,
        int power,
        MelScale scale,
        double fMinHz,
        double fMaxHz,
        double floor) {

    public MelSettings {
        if (sampleRateHz < 1 || nFft < 2 || hopSamples < 1 || mels < 1 || power < 1 || power > 2 || !(floor > 0)) {
            throw new IllegalArgumentException(
                    "expected sample rate, hop and mels of at least 1, n_fft of at least 2, power 1 or 2 and a floor of more than 0; found %d, %d, %d, %d, %d, %s"
                            .formatted(sampleRateHz, hopSamples, mels, nFft, power, floor));
        }
        if (!(fMinHz >= 0 && fMinHz < fMaxHz && fMaxHz <= sampleRateHz / 2.0)) {
            throw new IllegalArgumentException("expected 0 <= f_min < f_max <= %s Hz, found %s and %s"
                    .formatted(sampleRateHz / 2.0, fMinHz, fMaxHz));
        }
    }

    /** {@code torchaudio.transforms.MelSpectrogram} as the training scripts call it: n_fft 1024, hop 256, 80 mels, power 2. */
    public static MelSettings torchaudio(int sampleRateHz) {
        return new MelSettings(sampleRateHz, 1024, 256, 80, 2, MelScale.HTK, 0, sampleRateHz / 2.0, 1e-5);
    }

    /** The mel spectrogram that VITS is trained on: 80 mels of the magnitudes, on librosa's scale, with the voice's own transform and hop. */
    public static MelSettings vits(VitsConfig config) {
        int rate = config.samplingRate();
        int nFft = (config.spectrogramBins() - 1) * 2;
        return new MelSettings(rate, nFft, config.hopSamples(), 80, 1, MelScale.SLANEY, 0, rate / 2.0, 1e-5);
    }

    /** Frequencies of the transform. */
    public int bins() {
        return nFft / 2 + 1;
    }
}
