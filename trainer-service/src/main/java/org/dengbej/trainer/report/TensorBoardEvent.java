package org.dengbej.trainer.report;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.audio.WavFile;

/**
 * The messages of TensorBoard's {@code event.proto} and {@code summary.proto} that we write. They have not changed their numbers for
 * ten years, so they are put down by hand rather than generated.
 */
final class TensorBoardEvent {

    /** Since version 2, TensorBoard skips what a restart makes void. */
    private static final String VERSION = "brain.Event:2";

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};
    private static final int PNG_WIDTH_AT = 16;
    private static final int PNG_HEIGHT_AT = 20;

    private TensorBoardEvent() {}

    /** The content of a message. */
    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    private static byte[] message(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            fields.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory alone is written
        }
        return bytes.toByteArray();
    }

    private static byte[] event(double seconds, long step, Fields what) {
        return message(event -> {
            event.writeDouble(1, seconds); // Event.wall_time
            if (step != 0) {
                event.writeInt64(2, step); // Event.step
            }
            what.write(event);
        });
    }

    /** The first event of a file. */
    static byte[] version(double seconds) {
        return event(seconds, 0, event -> event.writeString(3, VERSION)); // Event.file_version
    }

    /** A run begins, or is resumed: what earlier files say of this step and later ones is void. */
    static byte[] start(double seconds, long step) {
        byte[] sessionLog = message(log -> log.writeEnum(1, 1)); // SessionLog.status = START
        return event(seconds, step, event -> event.writeByteArray(7, sessionLog)); // Event.session_log
    }

    /** In the order of the tags. */
    static byte[] scalars(double seconds, long step, Map<String, Double> values) {
        return summary(seconds, step, summary -> {
            for (Map.Entry<String, Double> scalar : new TreeMap<>(values).entrySet()) {
                float value = scalar.getValue().floatValue();
                value(summary, scalar.getKey(), field -> field.writeFloat(2, value)); // Value.simple_value
            }
        });
    }

    static byte[] image(double seconds, long step, String tag, byte[] png) {
        if (png.length < PNG_HEIGHT_AT + Integer.BYTES
                || !ByteBuffer.wrap(png, 0, PNG.length).equals(ByteBuffer.wrap(PNG))) {
            throw new IllegalArgumentException("[%s] expected a PNG, found %d other bytes".formatted(tag, png.length));
        }
        ByteBuffer header = ByteBuffer.wrap(png);
        byte[] image = message(out -> {
            out.writeInt32(1, header.getInt(PNG_HEIGHT_AT)); // Image.height
            out.writeInt32(2, header.getInt(PNG_WIDTH_AT)); // Image.width
            out.writeInt32(3, 3); // Image.colorspace = RGB
            out.writeByteArray(4, png); // Image.encoded_image_string
        });
        return summary(
                seconds, step, summary -> value(summary, tag, field -> field.writeByteArray(4, image))); // Value.image
    }

    static byte[] audio(double seconds, long step, String tag, Audio sound) {
        byte[] audio = message(out -> {
            out.writeFloat(1, sound.sampleRateHz()); // Audio.sample_rate
            out.writeInt64(2, 1); // Audio.num_channels
            out.writeInt64(3, sound.samples().length); // Audio.length_frames
            out.writeByteArray(4, WavFile.encode(sound)); // Audio.encoded_audio_string
            out.writeString(5, "audio/wav"); // Audio.content_type
        });
        return summary(
                seconds, step, summary -> value(summary, tag, field -> field.writeByteArray(6, audio))); // Value.audio
    }

    private static byte[] summary(double seconds, long step, Fields values) {
        byte[] summary = message(values);
        return event(seconds, step, event -> event.writeByteArray(5, summary)); // Event.summary
    }

    private static void value(CodedOutputStream summary, String tag, Fields what) throws IOException {
        byte[] value = message(out -> {
            out.writeString(1, tag); // Value.tag
            what.write(out);
        });
        summary.writeByteArray(1, value); // Summary.value
    }
}
