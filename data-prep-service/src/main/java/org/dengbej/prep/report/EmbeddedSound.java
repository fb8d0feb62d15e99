package org.dengbej.prep.report;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.audio.AudioDecoder;
import org.dengbej.speech.audio.DecodeLimits;
import org.dengbej.speech.audio.UnreadableAudioException;
import org.dengbej.speech.audio.WavFile;

/**
 * Sounds as {@code data:} URIs for an HTML audio element: the file itself where browsers play it, else its beginning as WAV. What is
 * embedded is bounded.
 */
final class EmbeddedSound {

    private static final int MAX_FILE_BYTES = 128 * 1024;
    private static final int RATE_HZ = 16_000;
    private static final double MAX_SECONDS = 4;
    private static final DecodeLimits LIMITS = new DecodeLimits(16L << 20, 30);

    private EmbeddedSound() {}

    /** Of a sound file; empty where it is none, or too long to decode for this. */
    static Optional<String> ofFile(byte[] file) {
        Optional<String> type = file.length <= MAX_FILE_BYTES ? mediaType(file) : Optional.empty();
        if (type.isPresent()) {
            return Optional.of(uri(type.get(), file));
        }
        try {
            return Optional.of(ofAudio(AudioDecoder.decode(file, RATE_HZ, LIMITS)));
        } catch (UnreadableAudioException e) {
            return Optional.empty();
        }
    }

    /** Of decoded sound. */
    static String ofAudio(Audio audio) {
        int samples = (int) Math.min(audio.samples().length, MAX_SECONDS * audio.sampleRateHz());
        return uri(
                "audio/wav", WavFile.encode(new Audio(Arrays.copyOf(audio.samples(), samples), audio.sampleRateHz())));
    }

    private static String uri(String type, byte[] file) {
        return "data:%s;base64,%s".formatted(type, Base64.getEncoder().encodeToString(file));
    }

    /** The media type of a format that browsers play; empty for any other. */
    private static Optional<String> mediaType(byte[] file) {
        if (starts(file, 0, "RIFF") && starts(file, 8, "WAVEfmt ") && file.length > 44) {
            return file[20] == 1 && file[34] == 16 ? Optional.of("audio/wav") : Optional.empty();
        }
        if (starts(file, 0, "ID3") || file.length > 2 && file[0] == (byte) 0xFF && (file[1] & 0xE6) == 0xE2) {
            return Optional.of("audio/mpeg");
        }
        if (starts(file, 0, "OggS")) {
            return Optional.of("audio/ogg");
        }
        if (starts(file, 0, "fLaC")) {
            return Optional.of("audio/flac");
        }
        return Optional.empty();
    }

    private static boolean starts(byte[] file, int at, String magic) {
        byte[] expected = magic.getBytes(StandardCharsets.ISO_8859_1);
        return file.length >= at + expected.length
                && Arrays.equals(Arrays.copyOfRange(file, at, at + expected.length), expected);
    }
}
