package org.dengbej.speech.audio;

import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_SIZE;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Bytes that FFmpeg reads as a file. One pair of callbacks serves all files, told apart by a key: JavaCPP has few slots for
 * callbacks, and two threads that make them at the same moment can get the same one.
 */
final class FfmpegFile implements AutoCloseable {

    private static final int SEEK_SET = 0;
    private static final int SEEK_CUR = 1;
    private static final int FORCE = 0x20000;
    private static final Map<Long, FfmpegFile> OPEN = new ConcurrentHashMap<>();

    static final Read_packet_Pointer_BytePointer_int READ = new Read_packet_Pointer_BytePointer_int() {
        @Override
        public int call(Pointer key, BytePointer to, int length) {
            return OPEN.get(key.address()).read(to, length);
        }
    };

    static final Seek_Pointer_long_int SEEK = new Seek_Pointer_long_int() {
        @Override
        public long call(Pointer key, long offset, int whence) {
            return OPEN.get(key.address()).seek(offset, whence);
        }
    };

    private final LongPointer key = new LongPointer(1);
    private final byte[] bytes;
    private long position;

    FfmpegFile(byte[] bytes) {
        this.bytes = bytes;
        OPEN.put(key.address(), this);
    }

    /** By which the callbacks know this file. */
    Pointer key() {
        return key;
    }

    byte[] bytes() {
        return bytes;
    }

    private int read(BytePointer to, int length) {
        int count = (int) Math.min(length, bytes.length - position);
        if (count <= 0) {
            return AVERROR_EOF;
        }
        to.put(bytes, (int) position, count);
        position += count;
        return count;
    }

    private long seek(long offset, int whence) {
        if ((whence & AVSEEK_SIZE) != 0) {
            return bytes.length;
        }
        int from = whence & ~FORCE;
        long target = offset + (from == SEEK_SET ? 0 : from == SEEK_CUR ? position : bytes.length);
        if (target < 0 || target > bytes.length) {
            return -1;
        }
        position = target;
        return position;
    }

    @Override
    public void close() {
        OPEN.remove(key.address());
        key.close();
    }
}
