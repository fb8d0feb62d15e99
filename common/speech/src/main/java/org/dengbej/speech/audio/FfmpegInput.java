package org.dengbej.speech.audio;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/** The first sound in a file in memory, frame by frame. */
final class FfmpegInput implements AutoCloseable {

    private static final String FORMATS = AudioFormat.allDemuxers();
    private static final int BUFFER_BYTES = 1 << 15;

    /** Files in the wild begin with a damaged frame now and then; more than this share of them is no sound any more. */
    private static final double TOLERATED_DAMAGE = 0.1;

    static {
        Ffmpeg.load();
    }

    private final FfmpegFile file;
    private AVIOContext io;
    private AVFormatContext format = new AVFormatContext(null);
    private AVCodecContext decoder;
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();
    private int stream;
    private boolean drained;
    private int packets;
    private int damaged;

    private FfmpegInput(byte[] bytes) {
        file = new FfmpegFile(bytes);
    }

    static FfmpegInput open(byte[] bytes) throws UnreadableAudioException {
        FfmpegInput input = new FfmpegInput(bytes);
        try {
            input.openFormat();
            input.openDecoder();
            return input;
        } catch (UnreadableAudioException | RuntimeException e) {
            input.close();
            throw e;
        }
    }

    private void openFormat() throws UnreadableAudioException {
        BytePointer buffer = new BytePointer(av_malloc(BUFFER_BYTES)).capacity(BUFFER_BYTES);
        io = avio_alloc_context(buffer, BUFFER_BYTES, 0, file.key(), FfmpegFile.READ, null, FfmpegFile.SEEK);
        format = avformat_alloc_context();
        format.pb(io);
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "format_whitelist", FORMATS, 0);
        av_dict_set(options, "protocol_whitelist", "", 0);
        int opened = avformat_open_input(format, (String) null, null, options);
        av_dict_free(options);
        if (opened < 0) {
            format = new AVFormatContext(null); // freed by the call that failed
            throw FormatRefusal.ofFile(file.bytes());
        }
        if (avformat_find_stream_info(format, (PointerPointer<?>) null) < 0) {
            throw new UnreadableAudioException("the file's sound is damaged");
        }
    }

    private void openDecoder() throws UnreadableAudioException {
        AVCodec codec = new AVCodec(null);
        stream = av_find_best_stream(format, AVMEDIA_TYPE_AUDIO, -1, -1, codec, 0);
        if (stream < 0) {
            throw FormatRefusal.ofStreams(format, file.bytes());
        }
        decoder = avcodec_alloc_context3(codec);
        decoder.thread_count(1);
        if (avcodec_parameters_to_context(decoder, format.streams(stream).codecpar()) < 0
                || avcodec_open2(decoder, codec, (PointerPointer<?>) null) < 0
                || decoder.sample_rate() <= 0) {
            throw new UnreadableAudioException("the file's sound is damaged");
        }
    }

    AVCodecContext decoder() {
        return decoder;
    }

    AVFrame frame() {
        return frame;
    }

    /** Decodes the next frame; false at the end. */
    boolean nextFrame() throws UnreadableAudioException {
        while (true) {
            int received = avcodec_receive_frame(decoder, frame);
            if (received == 0) {
                return true;
            }
            if (received == AVERROR_EOF || drained) {
                refuseDamage();
                return false;
            }
            feed();
        }
    }

    private void feed() {
        if (av_read_frame(format, packet) < 0) {
            avcodec_send_packet(decoder, null);
            drained = packets == 0;
            return;
        }
        if (packet.stream_index() == stream) {
            packets++;
            if (avcodec_send_packet(decoder, packet) < 0) {
                damaged++;
            }
        }
        av_packet_unref(packet);
    }

    private void refuseDamage() throws UnreadableAudioException {
        if (damaged > 1 + TOLERATED_DAMAGE * packets) {
            throw new UnreadableAudioException(
                    "the file's sound is damaged: %d of %d parts cannot be decoded".formatted(damaged, packets));
        }
    }

    @Override
    public void close() {
        av_frame_free(frame);
        av_packet_free(packet);
        if (decoder != null) {
            avcodec_free_context(decoder);
        }
        if (!format.isNull()) {
            avformat_close_input(format);
        }
        if (io != null) {
            av_free(io.buffer());
            avio_context_free(io);
        }
        file.close();
    }
}
