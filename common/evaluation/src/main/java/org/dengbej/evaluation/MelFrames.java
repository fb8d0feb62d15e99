package org.dengbej.evaluation;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.dengbej.speech.audio.Audio;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.engine.Torch;
import org.dengbej.vits.loss.LogMel;
import org.dengbej.vits.loss.MelSettings;

/** Log-mel spectrograms of sounds, as VITS learns from them ({@link LogMel}), in Java's memory. */
public final class MelFrames implements AutoCloseable {

    private final MelSettings settings;
    private final LogMel logMel;
    private final NDManager manager;

    public MelFrames(MelSettings settings, Device device) {
        this.settings = settings;
        logMel = new LogMel(settings, device);
        manager = Torch.newManager(device);
    }

    /**
     * The spectrogram of a sound; silence follows one that is shorter than a window.
     *
     * @return natural logarithms, [mels][samples / hop]
     */
    public float[][] of(Audio audio) {
        return spectra(audio, true);
    }

    /** The magnitudes that the spectrogram is made of, as the posterior encoder hears them, [bins][samples / hop]. */
    public float[][] magnitudes(Audio audio) {
        return spectra(audio, false);
    }

    private float[][] spectra(Audio audio, boolean mels) {
        if (audio.sampleRateHz() != settings.sampleRateHz()) {
            throw new IllegalArgumentException("expected a sound of %d Hz, found %d Hz; resample it first"
                    .formatted(settings.sampleRateHz(), audio.sampleRateHz()));
        }
        float[] samples = Arrays.copyOf(audio.samples(), Math.max(audio.samples().length, settings.nFft()));
        try (NDManager scope = manager.newSubManager();
                NDArray waveform = Ops.array(scope, samples, new Shape(1, samples.length));
                NDArray magnitudes = logMel.magnitudes(waveform)) {
            if (!mels) {
                return rows(magnitudes.toFloatArray(), settings.bins());
            }
            try (NDArray mel = logMel.logMel(magnitudes)) {
                return rows(mel.toFloatArray(), settings.mels());
            }
        }
    }

    private static float[][] rows(float[] values, int rows) {
        int length = values.length / rows;
        float[][] result = new float[rows][];
        for (int row = 0; row < rows; row++) {
            result[row] = Arrays.copyOfRange(values, row * length, (row + 1) * length);
        }
        return result;
    }

    /** Samples from one frame to the next. */
    public int hopSamples() {
        return settings.hopSamples();
    }

    /** Seconds from one frame to the next. */
    public double secondsPerFrame() {
        return (double) settings.hopSamples() / settings.sampleRateHz();
    }

    @Override
    public void close() {
        manager.close();
        logMel.close();
    }
}
