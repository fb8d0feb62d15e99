package org.dengbej.vits.loss;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.engine.Scope;
import org.dengbej.vits.engine.Torch;

/** Differentiable log-mel spectrograms on a device. */
public final class LogMel implements AutoCloseable {

    /** Keeps the square root's slope finite. */
    private static final double MIN_POWER = 1e-6;

    private final MelSettings settings;
    private final NDManager manager;
    private final NDArray window;
    private final NDArray filters;

    public LogMel(MelSettings settings, Device device) {
        this.settings = settings;
        manager = Torch.newManager(device);
        window = Ops.array(manager, hann(settings.nFft()), new Shape(settings.nFft()));
        filters = Ops.array(manager, MelScale.filters(settings), new Shape(settings.mels(), settings.bins()));
    }

    /** The periodic Hann window. */
    private static float[] hann(int length) {
        float[] window = new float[length];
        for (int i = 0; i < length; i++) {
            window[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * i / length));
        }
        return window;
    }

    /**
     * Windows centred on multiples of the hop, the ends reflected.
     *
     * @param waveform float32 [B, N], N more than n_fft / 2
     * @return [B, mels, N / hop + 1]
     */
    public NDArray centred(NDArray waveform) {
        return Scope.of(() -> {
            NDArray transform = waveform.stft(settings.nFft(), settings.hopSamples(), true, window, false, true);
            NDArray squares = transform.real().square().sum(new int[] {-1});
            NDArray spectrum = settings.power() == 2 ? squares : squares.sqrt();
            return log(filters.matMul(spectrum));
        });
    }

    /**
     * The magnitudes that VITS learns from: the ends reflected by half a window less half a hop, so that there are N / hop frames.
     *
     * @param waveform float32 [B, N], N more than (n_fft - hop) / 2
     * @return [B, bins, N / hop]
     */
    public NDArray magnitudes(NDArray waveform) {
        return Scope.of(() -> {
            long margin = (settings.nFft() - settings.hopSamples()) / 2L;
            NDArray padded = Ops.reflectPad(waveform, margin, margin);
            NDArray transform = padded.stft(settings.nFft(), settings.hopSamples(), false, window, false, true);
            return transform.real().square().sum(new int[] {-1}).add(MIN_POWER).sqrt();
        });
    }

    /** magnitudes [B, bins, F] to [B, mels, F]. */
    public NDArray logMel(NDArray magnitudes) {
        return Scope.of(() -> log(filters.matMul(magnitudes)));
    }

    private NDArray log(NDArray mel) {
        return Ops.clamp(mel, settings.floor(), Float.MAX_VALUE).log();
    }

    @Override
    public void close() {
        manager.close();
    }
}
