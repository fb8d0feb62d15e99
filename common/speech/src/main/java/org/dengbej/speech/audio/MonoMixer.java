package org.dengbej.speech.audio;

import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Mixes frames to one channel at one rate; what changes midway, as chained and damaged files do, is mixed on. */
final class MonoMixer implements AutoCloseable {

    private final int sampleRateHz;
    private final Samples to;
    private FfmpegResampler resampler;

    MonoMixer(int sampleRateHz, Samples to) {
        this.sampleRateHz = sampleRateHz;
        this.to = to;
    }

    void add(AVFrame frame) throws UnreadableAudioException {
        if (resampler == null || !resampler.takes(frame)) {
            finish();
            resampler = FfmpegResampler.toMono(frame, sampleRateHz);
        }
        add(resampler.convert(frame));
    }

    private void add(int count) {
        if (count > 0) {
            to.add(resampler.output(0), count);
        }
    }

    /** Adds the samples that are left in the filter. */
    void finish() throws UnreadableAudioException {
        if (resampler != null) {
            add(resampler.flush());
            close();
        }
    }

    @Override
    public void close() {
        if (resampler != null) {
            resampler.close();
            resampler = null;
        }
    }
}
