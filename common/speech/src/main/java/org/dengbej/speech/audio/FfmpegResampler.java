package org.dengbej.speech.audio;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set_double;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set_int;
import static org.bytedeco.ffmpeg.global.swresample.SWR_FILTER_TYPE_KAISER;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc_set_opts2;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_get_out_samples;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;

import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerPointer;

/** Frames of one layout and rate to float samples: mixed to one channel at another rate, or the channels as they are. */
final class FfmpegResampler implements AutoCloseable {

    /** Taps a phase; twice FFmpeg's default, for a narrower transition and 100 dB beyond it. */
    private static final int FILTER_SIZE = 64;

    private static final double CUTOFF = 0.97;

    private final SwrContext context = new SwrContext(null);
    private final AVChannelLayout layout = new AVChannelLayout();
    private final int inputFormat;
    private final int inputRateHz;
    private final int inputChannels;
    private final int outputChannels;
    private final PointerPointer<FloatPointer> planes;
    private FloatPointer[] outputs;

    private FfmpegResampler(AVFrame frame, boolean mixed, int outputRateHz) throws UnreadableAudioException {
        inputFormat = frame.format();
        inputRateHz = frame.sample_rate();
        inputChannels = frame.ch_layout().nb_channels();
        outputChannels = mixed ? 1 : inputChannels;
        planes = new PointerPointer<>(Math.max(1, outputChannels));
        outputs = new FloatPointer[0];
        if (inputChannels < 1 || inputRateHz < 1) {
            close();
            throw new UnreadableAudioException(
                    "the file's sound has %d channels at %d Hz".formatted(inputChannels, inputRateHz));
        }
        if (mixed) {
            av_channel_layout_default(layout, 1);
        }
        swr_alloc_set_opts2(
                context,
                mixed ? layout : frame.ch_layout(),
                AV_SAMPLE_FMT_FLTP,
                outputRateHz == 0 ? inputRateHz : outputRateHz,
                frame.ch_layout(),
                inputFormat,
                inputRateHz,
                0,
                null);
        av_opt_set_int(context, "filter_size", FILTER_SIZE, 0);
        av_opt_set_int(context, "filter_type", SWR_FILTER_TYPE_KAISER, 0);
        av_opt_set_double(context, "cutoff", CUTOFF, 0);
        // Otherwise the same sound on both channels would come out louder than full scale.
        av_opt_set_double(context, "rematrix_maxval", 1, 0);
        if (swr_init(context) < 0) {
            close();
            throw new UnreadableAudioException("the file's sound, %d channels at %d Hz, cannot be converted"
                    .formatted(inputChannels, inputRateHz));
        }
    }

    /** To one channel at a rate, for frames like this one. */
    static FfmpegResampler toMono(AVFrame like, int sampleRateHz) throws UnreadableAudioException {
        return new FfmpegResampler(like, true, sampleRateHz);
    }

    /** To float samples of every channel, for frames like this one. */
    static FfmpegResampler toFloat(AVFrame like) throws UnreadableAudioException {
        return new FfmpegResampler(like, false, 0);
    }

    /** True when a frame is like the one that this was made for; chained and damaged files change midway. */
    boolean takes(AVFrame frame) {
        return frame.format() == inputFormat
                && frame.sample_rate() == inputRateHz
                && frame.ch_layout().nb_channels() == inputChannels;
    }

    /** Converts a frame, and returns the samples a channel that it gave; {@link #output} holds them until the next call. */
    int convert(AVFrame frame) throws UnreadableAudioException {
        return convert(frame.extended_data(), frame.nb_samples());
    }

    /** The samples left in the filter at the end. */
    int flush() throws UnreadableAudioException {
        return convert(null, 0);
    }

    FloatPointer output(int channel) {
        return outputs[channel];
    }

    private int convert(PointerPointer<?> input, int inputSamples) throws UnreadableAudioException {
        int room = swr_get_out_samples(context, inputSamples);
        if (room <= 0) {
            return 0;
        }
        if (outputs.length == 0 || room > outputs[0].capacity()) {
            release();
            outputs = new FloatPointer[outputChannels];
            for (int channel = 0; channel < outputChannels; channel++) {
                outputs[channel] = new FloatPointer(room);
                planes.put(channel, outputs[channel]);
            }
        }
        int count = swr_convert(context, planes, room, input, inputSamples);
        if (count < 0) {
            throw new UnreadableAudioException("the file's sound cannot be converted");
        }
        return count;
    }

    private void release() {
        for (FloatPointer output : outputs) {
            output.close();
        }
    }

    @Override
    public void close() {
        swr_free(context);
        planes.close();
        layout.close();
        release();
    }
}
