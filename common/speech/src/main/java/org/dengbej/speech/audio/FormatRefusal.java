package org.dengbej.speech.audio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.AVPROBE_SCORE_RETRY;
import static org.bytedeco.ffmpeg.global.avformat.av_probe_input_format3;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVProbeData;
import org.bytedeco.javacpp.BytePointer;
import org.dengbej.files.GitLfs;

/** The reason for which a file cannot be decoded, by the name of what it is. */
final class FormatRefusal {

    private static final int HEAD_BYTES = 1024;
    private static final int PROBED_BYTES = 1 << 16;
    private static final int PROBE_PADDING = 32;
    private static final int SHOWN_BYTES = 12;
    private static final Pattern SPHERE_CODING = Pattern.compile("sample_coding\\s+-s\\d+\\s+(\\S+)");

    /** Files that FFmpeg does not know, by how they begin. */
    private static final Map<String, String> OTHER_FILES = Map.of(
            "MThd", "MIDI",
            "PK\3\4", "a ZIP archive",
            "\37\u008b", "a gzip archive",
            "7z\u00bc\u00af", "a 7-Zip archive",
            "Rar!", "a RAR archive",
            "%PDF", "PDF");

    private FormatRefusal() {}

    /** The reason for a file that opens as none of our formats. */
    static UnreadableAudioException ofFile(byte[] file) {
        return new UnreadableAudioException(reason(file, head(file)));
    }

    private static String head(byte[] file) {
        return new String(file, 0, Math.min(file.length, HEAD_BYTES), ISO_8859_1);
    }

    private static String reason(byte[] file, String head) {
        if (file.length == 0) {
            return "the file is empty";
        }
        if (GitLfs.isPointer(file)) {
            return "the file is a pointer of Git LFS, not the sound itself; fetch that with 'git lfs pull'";
        }
        String start = head.stripLeading().toLowerCase(Locale.ROOT);
        if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
            return "the file is a web page, not a sound; download the sound again";
        }
        for (Map.Entry<String, String> other : OTHER_FILES.entrySet()) {
            if (head.startsWith(other.getKey())) {
                return "the file is %s, not a sound".formatted(other.getValue());
            }
        }
        AVInputFormat format = probed(file);
        if (format == null) {
            return "the file's format is not known, it begins with %s; expected one of %s"
                    .formatted(
                            HexFormat.ofDelimiter(" ").formatHex(file, 0, Math.min(file.length, SHOWN_BYTES)),
                            String.join(", ", AudioFormat.titles()));
        }
        String name = format.long_name().getString();
        return AudioFormat.isDecoded(format.name().getString())
                ? "the file begins as %s and is damaged: no sound can be read".formatted(name)
                : "the file is %s, which is not decoded; convert it to WAV or FLAC".formatted(name);
    }

    /** The likeliest format of all that FFmpeg knows; null where none is likely. */
    private static AVInputFormat probed(byte[] file) {
        int length = Math.min(file.length, PROBED_BYTES);
        int[] score = {0};
        try (BytePointer bytes = new BytePointer((long) length + PROBE_PADDING);
                BytePointer noName = new BytePointer("");
                AVProbeData probed = new AVProbeData()) {
            bytes.put(file, 0, length);
            for (int i = length; i < bytes.capacity(); i++) {
                bytes.put(i, (byte) 0);
            }
            probed.buf(bytes).buf_size(length).filename(noName);
            AVInputFormat format = av_probe_input_format3(probed, 1, score);
            return score[0] <= AVPROBE_SCORE_RETRY ? null : format;
        }
    }

    /** The reason for a file of our formats in which there is nothing to decode. */
    static UnreadableAudioException ofStreams(AVFormatContext format, byte[] file) {
        Matcher sphere = SPHERE_CODING.matcher(head(file));
        if (head(file).startsWith("NIST_1A") && sphere.find()) {
            return new UnreadableAudioException(
                    "the file is NIST SPHERE with the coding %s, which is not decoded; convert it to WAV or FLAC"
                            .formatted(sphere.group(1)));
        }
        for (int i = 0; i < format.nb_streams(); i++) {
            if (format.streams(i).codecpar().codec_type() == AVMEDIA_TYPE_AUDIO) {
                return new UnreadableAudioException(
                        "the file's sound is coded as %s, which is not decoded; convert it to WAV or FLAC"
                                .formatted(avcodec_get_name(
                                                format.streams(i).codecpar().codec_id())
                                        .getString()));
            }
        }
        return new UnreadableAudioException("the file (%s) holds no sound"
                .formatted(format.iformat().long_name().getString()));
    }
}
