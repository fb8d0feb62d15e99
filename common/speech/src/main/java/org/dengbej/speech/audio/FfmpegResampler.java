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

import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerPointer;

/** Frames of any layout and rate to one channel at one rate. */
final class FfmpegResampler implements AutoCloseable {

    /** Taps a phase; twice FFmpeg's default, for a narrower transition and 100 dB beyond it. */
    private static final int FILTER_SIZE = 64;

    private static final double CUTOFF = 0.97;

    private final SwrContext context;
    private final PointerPointer<FloatPointer> planes = new PointerPointer<>(1);
    private FloatPointer output = new FloatPointer(0);

    FfmpegResampler(AVCodecContext decoder, int sampleRateHz) throws UnreadableAudioException {
        AVChannelLayout mono = new AVChannelLayout();
        av_channel_layout_default(mono, 1);
        if (decoder.ch_layout().nb_channels() < 1) {
            throw new UnreadableAudioException("the file's sound has no channels");
        }
        context = new SwrContext(null);
        swr_alloc_set_opts2(
                context,
                mono,
                AV_SAMPLE_FMT_FLTP,
                sampleRateHz,
                decoder.ch_layout(),
                decoder.sample_fmt(),
                decoder.sample_rate(),
                0,
                null);
        av_opt_set_int(context, "filter_size", FILTER_SIZE, 0);
        av_opt_set_int(context, "filter_type", SWR_FILTER_TYPE_KAISER, 0);
        av_opt_set_double(context, "cutoff", CUTOFF, 0);
        // Otherwise the same sound on both channels would come out louder than full scale.
        av_opt_set_double(context, "rematrix_maxval", 1, 0);
        if (swr_init(context) < 0) {
            close();
            throw new UnreadableAudioException("the file's sound cannot be brought to %d Hz".formatted(sampleRateHz));
        }
    }

    void convert(AVFrame frame, Samples to) throws UnreadableAudioException {
        convert(frame.extended_data(), frame.nb_samples(), to);
    }

    /** Flushes the samples left in the filter at the end. */
    void flush(Samples to) throws UnreadableAudioException {
        convert(null, 0, to);
    }

    private void convert(PointerPointer<?> input, int inputSamples, Samples to) throws UnreadableAudioException {
        int room = swr_get_out_samples(context, inputSamples);
        if (room <= 0) {
            return;
        }
        if (room > output.capacity()) {
            output.close();
            output = new FloatPointer(room);
            planes.put(output);
        }
        int count = swr_convert(context, planes, room, input, inputSamples);
        if (count < 0) {
            throw new UnreadableAudioException("the file's sound changes its layout midway");
        }
        to.add(output, count);
    }

    @Override
    public void close() {
        swr_free(context);
        planes.close();
        output.close();
    }
}
