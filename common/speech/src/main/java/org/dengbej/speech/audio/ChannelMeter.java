package org.dengbej.speech.audio;

import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** A meter of all channels of a file, frame by frame. */
final class ChannelMeter implements AutoCloseable {

    /** Sums of a signal, for its power without DC. */
    private static final class Power {

        private long count;
        private double sum;
        private double squares;

        void add(float[] samples, int length) {
            double more = 0;
            double moreSquares = 0;
            for (int i = 0; i < length; i++) {
                more += samples[i];
                moreSquares += (double) samples[i] * samples[i];
            }
            count += length;
            sum += more;
            squares += moreSquares;
        }

        double variance() {
            double mean = count == 0 ? 0 : sum / count;
            return count == 0 ? 0 : Math.max(0, squares / count - mean * mean);
        }
    }

    private FfmpegResampler converter;
    private int sampleRateHz;
    private ClippingDetector[] detectors = new ClippingDetector[0];
    private Power[] powers = new Power[0];
    private final Power mix = new Power();
    private float[] samples = new float[0];
    private float[] mixed = new float[0];
    private long samplesOfAll;

    void add(AVFrame frame) throws UnreadableAudioException {
        if (converter == null || !converter.takes(frame)) {
            reopen(frame);
        }
        int count = converter.convert(frame);
        if (count > samples.length) {
            samples = new float[count];
            mixed = new float[count];
        }
        int channels = frame.ch_layout().nb_channels();
        samplesOfAll += (long) count * channels;
        if (channels > 1) {
            Arrays.fill(mixed, 0, count, 0);
        }
        for (int channel = 0; channel < channels; channel++) {
            converter.output(channel).get(samples, 0, count);
            ClippingDetector detector = detectors[channel];
            for (int i = 0; i < count; i++) {
                detector.add(samples[i]);
            }
            if (channels > 1) {
                powers[channel].add(samples, count);
                for (int i = 0; i < count; i++) {
                    mixed[i] += samples[i];
                }
            }
        }
        if (channels > 1) {
            mix.add(mixed, count);
        }
    }

    private void reopen(AVFrame frame) throws UnreadableAudioException {
        close();
        converter = FfmpegResampler.toFloat(frame);
        sampleRateHz = sampleRateHz == 0 ? frame.sample_rate() : sampleRateHz;
        int before = detectors.length;
        int channels = Math.max(before, frame.ch_layout().nb_channels());
        detectors = Arrays.copyOf(detectors, channels);
        powers = Arrays.copyOf(powers, channels);
        for (int channel = before; channel < channels; channel++) {
            detectors[channel] = new ClippingDetector();
            powers[channel] = new Power();
        }
    }

    SourceLevels levels() {
        double peak = Arrays.stream(detectors).mapToDouble(ClippingDetector::peak).max().orElse(0);
        long clipped = Arrays.stream(detectors).mapToLong(ClippingDetector::clippedSamples).sum();
        return new SourceLevels(
                detectors.length,
                sampleRateHz,
                peak,
                samplesOfAll == 0 ? 0 : (double) clipped / samplesOfAll,
                cancellationDb());
    }

    private double cancellationDb() {
        double channels = Arrays.stream(powers).mapToDouble(Power::variance).sum();
        if (detectors.length < 2 || channels == 0) {
            return 0;
        }
        return Math.min(SourceLevels.MAX_CANCELLATION_DB, 10 * Math.log10(channels / mix.variance()));
    }

    @Override
    public void close() {
        if (converter != null) {
            converter.close();
            converter = null;
        }
    }
}
