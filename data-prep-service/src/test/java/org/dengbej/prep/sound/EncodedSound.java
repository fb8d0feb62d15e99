package org.dengbej.prep.sound;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_NONE;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_GLOBALHEADER;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc_set_opts2;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert_frame;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Sound in a format that FFmpeg writes.
 *
 * @param muxer   FFmpeg's name of the container
 * @param encoder FFmpeg's name of the codec
 * @param rateHz  of the file
 * @param options of the muxer, {@code name=value}
 */
record EncodedSound(String muxer, String encoder, int rateHz, String... options) {

    private static final int FRAME_SAMPLES = 1024;

    /** The file, of interleaved samples at {@code rateHz}. */
    byte[] encode(int channels, float... samples) throws IOException {
        Path file = Files.createTempFile("sound", "." + muxer);
        AVFormatContext format = new AVFormatContext(null);
        require(avformat_alloc_output_context2(format, null, muxer, file.toString()), muxer);
        AVCodec codec = avcodec_find_encoder_by_name(encoder);
        if (codec == null || codec.isNull() || codec.id() == AV_CODEC_ID_NONE) {
            throw new IllegalStateException("FFmpeg has no encoder " + encoder);
        }
        AVCodecContext context = avcodec_alloc_context3(codec);
        av_channel_layout_default(context.ch_layout(), channels);
        context.sample_fmt(codec.sample_fmts() == null ? AV_SAMPLE_FMT_FLT : codec.sample_fmts().get(0));
        context.sample_rate(rateHz).time_base(av_make_q(1, rateHz));
        context.strict_std_compliance(-2);
        if (encoder.contains("amr")) {
            context.bit_rate(12_200);
        }
        if ((format.oformat().flags() & AVFMT_GLOBALHEADER) != 0) {
            context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        }
        require(avcodec_open2(context, codec, (AVDictionary) null), encoder);
        AVStream stream = avformat_new_stream(format, null);
        require(avcodec_parameters_from_context(stream.codecpar(), context), encoder);
        stream.time_base(av_make_q(1, rateHz));
        AVIOContext io = new AVIOContext(null);
        require(avio_open(io, file.toString(), AVIO_FLAG_WRITE), muxer);
        format.pb(io);
        AVDictionary muxing = new AVDictionary(null);
        for (String option : options) {
            av_dict_set(muxing, option.split("=")[0], option.split("=")[1], 0);
        }
        require(avformat_write_header(format, muxing), muxer);
        av_dict_free(muxing);
        int frameSamples = context.frame_size() > 0 ? context.frame_size() : FRAME_SAMPLES;
        for (int from = 0; from * channels < samples.length; from += frameSamples) {
            int count = Math.min(frameSamples, samples.length / channels - from);
            AVFrame frame = frame(context, channels, samples, from, count);
            require(avcodec_send_frame(context, frame), encoder);
            av_frame_free(frame);
            write(format, stream, context);
        }
        avcodec_send_frame(context, null);
        write(format, stream, context);
        require(av_write_trailer(format), muxer);
        avio_closep(format.pb());
        avcodec_free_context(context);
        avformat_free_context(format);
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        return bytes;
    }

    private AVFrame frame(AVCodecContext context, int channels, float[] samples, int from, int count) {
        AVFrame floats = av_frame_alloc();
        floats.format(AV_SAMPLE_FMT_FLT).sample_rate(rateHz).nb_samples(count);
        av_channel_layout_default(floats.ch_layout(), channels);
        require(av_frame_get_buffer(floats, 0), "frame");
        new FloatPointer(floats.data(0)).put(samples, from * channels, count * channels);
        AVFrame frame = av_frame_alloc();
        frame.format(context.sample_fmt()).sample_rate(rateHz).nb_samples(count);
        av_channel_layout_default(frame.ch_layout(), channels);
        require(av_frame_get_buffer(frame, 0), "frame");
        SwrContext converter = new SwrContext(null);
        swr_alloc_set_opts2(
                converter,
                frame.ch_layout(),
                context.sample_fmt(),
                rateHz,
                floats.ch_layout(),
                AV_SAMPLE_FMT_FLT,
                rateHz,
                0,
                null);
        require(swr_init(converter), "converter");
        require(swr_convert_frame(converter, frame, floats), "converter");
        swr_free(converter);
        av_frame_free(floats);
        return frame.pts(from);
    }

    private static void write(AVFormatContext format, AVStream stream, AVCodecContext context) {
        AVPacket packet = av_packet_alloc();
        while (avcodec_receive_packet(context, packet) == 0) {
            packet.stream_index(0);
            av_packet_rescale_ts(packet, context.time_base(), stream.time_base());
            require(av_interleaved_write_frame(format, packet), "packet");
        }
        av_packet_free(packet);
    }

    private static void require(int result, String what) {
        if (result < 0) {
            throw new IllegalStateException("FFmpeg answers %d to %s".formatted(result, what));
        }
    }

    @Override
    public String toString() {
        return "%s in %s at %d Hz".formatted(encoder, muxer, rateHz);
    }
}
