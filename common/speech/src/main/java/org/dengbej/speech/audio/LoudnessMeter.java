package org.dengbej.speech.audio;

import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_frame;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersrc_add_frame;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_get_by_name;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_config;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_create_filter;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_free;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_link;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_DBL;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_get_double;

import org.bytedeco.ffmpeg.avfilter.AVFilterContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;

/** Integrated loudness by ITU-R BS.1770-4 (K-weighted, gated), with FFmpeg's filter {@code ebur128}. */
public final class LoudnessMeter {

    /** BS.1770's gating block. Of a shorter sound there is no integrated loudness, and its level is taken instead. */
    private static final double BLOCK_SECONDS = 0.4;

    /** The absolute gate: what lies below is silence to BS.1770. */
    public static final double ABSOLUTE_GATE_LUFS = -70;

    /** BS.1770's constant, by which a sine of 997 Hz and amplitude 1 in one channel has -3.01 LUFS. */
    private static final double OFFSET_DB = -0.691;

    static {
        Ffmpeg.load();
    }

    private LoudnessMeter() {}

    /**
     * The loudness in LUFS; negative infinity where no block passes the absolute gate. A sound shorter than a block has that of its RMS
     * level, not weighted.
     */
    public static double integratedLufs(Audio audio) {
        double loudness = audio.seconds() < BLOCK_SECONDS ? rmsLufs(audio.samples()) : filtered(audio);
        return loudness <= ABSOLUTE_GATE_LUFS ? Double.NEGATIVE_INFINITY : loudness;
    }

    private static double rmsLufs(float[] samples) {
        double squares = 0;
        for (float sample : samples) {
            squares += (double) sample * sample;
        }
        return OFFSET_DB + 10 * Math.log10(squares / Math.max(1, samples.length));
    }

    private static double filtered(Audio audio) {
        AVFilterGraph graph = avfilter_graph_alloc();
        AVFrame frame = av_frame_alloc();
        try {
            graph.nb_threads(1);
            AVFilterContext source = add(
                    graph,
                    "abuffer",
                    "time_base=1/%1$d:sample_rate=%1$d:sample_fmt=dbl:channel_layout=mono"
                            .formatted(audio.sampleRateHz()));
            AVFilterContext meter = add(graph, "ebur128", "framelog=quiet");
            AVFilterContext sink = add(graph, "abuffersink", null);
            require(avfilter_link(source, 0, meter, 0));
            require(avfilter_link(meter, 0, sink, 0));
            require(avfilter_graph_config(graph, null));
            fill(frame, audio);
            require(av_buffersrc_add_frame(source, frame));
            require(av_buffersrc_add_frame(source, null));
            while (av_buffersink_get_frame(sink, frame) >= 0) {
                av_frame_unref(frame);
            }
            double[] loudness = {0};
            require(av_opt_get_double(meter.priv(), "integrated", 0, loudness));
            return loudness[0];
        } finally {
            av_frame_free(frame);
            avfilter_graph_free(graph);
        }
    }

    private static AVFilterContext add(AVFilterGraph graph, String filter, String options) {
        AVFilterContext context = new AVFilterContext(null);
        require(avfilter_graph_create_filter(
                context, avfilter_get_by_name(filter), filter, options, null, graph));
        return context;
    }

    private static void fill(AVFrame frame, Audio audio) {
        int count = audio.samples().length;
        frame.format(AV_SAMPLE_FMT_DBL).sample_rate(audio.sampleRateHz()).nb_samples(count);
        av_channel_layout_default(frame.ch_layout(), 1);
        require(av_frame_get_buffer(frame, 0));
        double[] samples = new double[count];
        for (int i = 0; i < count; i++) {
            samples[i] = audio.samples()[i];
        }
        try (BytePointer data = frame.data(0);
                DoublePointer to = new DoublePointer(data)) {
            to.put(samples, 0, count);
        }
    }

    private static void require(int result) {
        if (result < 0) {
            throw new IllegalStateException("FFmpeg's filter ebur128 answers %d".formatted(result));
        }
    }
}
