package org.dengbej.prep.sound;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.dengbej.events.Filters;
import org.dengbej.prep.filter.FilterResult;
import org.dengbej.prep.filter.UtteranceFilter;
import org.dengbej.prep.filter.VoiceFormat;
import org.dengbej.prep.source.Recording;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.audio.LoudnessMeter;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.testing.SyntheticSpeech;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One sentence in every format and state that people have it in: what is decoded, and what is rejected for which reason. */
class AudioZooTest {

    private static final String TEXT = "silav hevalê min tu çawa yî ez îro diçim bazarê";
    private static final double SECONDS = 3.2;
    private static final int RATE_HZ = 48_000;
    private static final UtteranceFilter FILTER = new UtteranceFilter(
            Filters.DEFAULT,
            new VoiceFormat(Tokenizer.forAlphabet("abcçdeêfghiîjklmnopqrsştuûvwxyz"), 16_000, 256),
            10_000_000);

    private static final EncodedSound WAV = new EncodedSound("wav", "pcm_s16le", RATE_HZ);
    private static final EncodedSound MP3 = new EncodedSound("mp3", "libmp3lame", RATE_HZ);

    private static float[] speech(int rateHz) {
        return SyntheticSpeech.samples(SECONDS, rateHz, 1);
    }

    private static byte[] speech(EncodedSound as) throws IOException {
        return as.encode(1, speech(as.rateHz()));
    }

    /** The same on several channels, each with a factor. */
    private static byte[] channels(double... factors) throws IOException {
        float[] speech = speech(RATE_HZ);
        float[] samples = new float[speech.length * factors.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (speech[i / factors.length] * factors[i % factors.length]);
        }
        return WAV.encode(factors.length, samples);
    }

    private static byte[] altered(double factor, double plus) throws IOException {
        float[] samples = speech(RATE_HZ);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) Math.max(-1, Math.min(1, factor * samples[i] + plus));
        }
        return WAV.encode(1, samples);
    }

    private static byte[] joined(byte[]... parts) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.write(part);
        }
        return out.toByteArray();
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    /** NIST SPHERE of 16 bits, which FFmpeg does not write. */
    private static byte[] sphere(String coding, ByteOrder order) {
        float[] speech = speech(16_000);
        String header = """
                NIST_1A
                   1024
                sample_count -i %d
                sample_n_bytes -i 2
                channel_count -i 1
                sample_byte_format -s2 %s
                sample_rate -i 16000
                sample_coding -s%d %s
                end_head
                """
                .formatted(speech.length, order == ByteOrder.LITTLE_ENDIAN ? "01" : "10", coding.length(), coding);
        ByteBuffer bytes = ByteBuffer.allocate(1024 + 2 * speech.length).order(order);
        bytes.put(header.getBytes(US_ASCII)).position(1024);
        for (float sample : speech) {
            bytes.putShort((short) (32767 * sample));
        }
        return bytes.array();
    }

    private static byte[] withDataSize(byte[] wav, int size) {
        byte[] bytes = wav.clone();
        int data = new String(bytes, US_ASCII).indexOf("data");
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(4, size).putInt(data + 4, size);
        return bytes;
    }

    static Stream<EncodedSound> formats() {
        return Stream.of(
                WAV,
                new EncodedSound("wav", "pcm_s16le", 8_000),
                new EncodedSound("wav", "pcm_mulaw", 8_000),
                new EncodedSound("wav", "pcm_alaw", 8_000),
                new EncodedSound("wav", "pcm_u8", RATE_HZ),
                new EncodedSound("wav", "pcm_s24le", RATE_HZ),
                new EncodedSound("wav", "pcm_s32le", RATE_HZ),
                new EncodedSound("wav", "pcm_f32le", RATE_HZ),
                new EncodedSound("wav", "pcm_f64le", RATE_HZ),
                new EncodedSound("wav", "adpcm_ima_wav", RATE_HZ),
                new EncodedSound("wav", "adpcm_ms", RATE_HZ),
                new EncodedSound("wav", "adpcm_yamaha", RATE_HZ),
                new EncodedSound("wav", "libmp3lame", RATE_HZ),
                new EncodedSound("wav", "pcm_s16le", RATE_HZ, "write_bext=1"),
                new EncodedSound("wav", "pcm_s16le", RATE_HZ, "rf64=always"),
                new EncodedSound("w64", "pcm_s16le", RATE_HZ),
                MP3,
                new EncodedSound("mp3", "libmp3lame", 8_000),
                new EncodedSound("mp3", "libmp3lame", RATE_HZ, "write_xing=0"),
                new EncodedSound("mp2", "mp2", RATE_HZ),
                new EncodedSound("opus", "libopus", RATE_HZ),
                new EncodedSound("ogg", "libopus", RATE_HZ),
                new EncodedSound("ogg", "flac", RATE_HZ),
                new EncodedSound("ogg", "libspeex", 32_000),
                new EncodedSound("ogg", "libspeex", 8_000),
                new EncodedSound("webm", "libopus", RATE_HZ),
                new EncodedSound("matroska", "flac", RATE_HZ),
                new EncodedSound("caf", "pcm_mulaw", RATE_HZ),
                new EncodedSound("caf", "pcm_s16be", RATE_HZ),
                new EncodedSound("caf", "alac", RATE_HZ),
                new EncodedSound("ipod", "aac", RATE_HZ),
                new EncodedSound("ipod", "alac", RATE_HZ),
                new EncodedSound("adts", "aac", RATE_HZ),
                new EncodedSound("latm", "aac", RATE_HZ),
                new EncodedSound("mov", "pcm_s16be", RATE_HZ),
                new EncodedSound("mov", "adpcm_ima_qt", RATE_HZ),
                new EncodedSound("3gp", "libopencore_amrnb", 8_000),
                new EncodedSound("3gp", "aac", RATE_HZ),
                new EncodedSound("amr", "libopencore_amrnb", 8_000),
                new EncodedSound("amr", "libvo_amrwbenc", 16_000),
                new EncodedSound("aiff", "pcm_s16be", RATE_HZ),
                new EncodedSound("aiff", "pcm_mulaw", 8_000),
                new EncodedSound("aiff", "pcm_f32be", RATE_HZ),
                new EncodedSound("aiff", "pcm_s16le", RATE_HZ),
                new EncodedSound("au", "pcm_s16be", RATE_HZ),
                new EncodedSound("au", "pcm_mulaw", 8_000),
                new EncodedSound("asf", "wmav2", RATE_HZ),
                new EncodedSound("asf", "wmav1", RATE_HZ),
                new EncodedSound("flac", "flac", RATE_HZ),
                new EncodedSound("ac3", "ac3", RATE_HZ),
                new EncodedSound("eac3", "eac3", RATE_HZ),
                new EncodedSound("wv", "wavpack", RATE_HZ),
                new EncodedSound("tta", "tta", RATE_HZ),
                new EncodedSound("voc", "pcm_s16le", RATE_HZ),
                new EncodedSound("sox", "pcm_s32le", RATE_HZ),
                new EncodedSound("avi", "libmp3lame", RATE_HZ),
                new EncodedSound("flv", "libmp3lame", 44_100));
    }

    private static FilterResult decide(byte[] file) {
        return FILTER.decide(new Recording("r", TEXT, null, null, null, null, maxBytes -> file));
    }

    private static FilterResult.Kept kept(byte[] file) {
        FilterResult result = decide(file);
        assertThat(result)
                .withFailMessage(() -> result instanceof FilterResult.Rejected rejected ? rejected.detail() : "")
                .isInstanceOf(FilterResult.Kept.class);
        return (FilterResult.Kept) result;
    }

    @ParameterizedTest
    @MethodSource("formats")
    void aFormatIsDecodedToTheSameSpeech(EncodedSound format) throws IOException {
        FilterResult.Kept kept = kept(speech(format));
        assertThat(kept.seconds()).isCloseTo(SECONDS, within(0.3));
        assertThat(kept.measures().charactersPerSecond()).isBetween(10.0, 13.0);
        assertThat(kept.measures().clippedShare()).isLessThan(0.001);
        assertThat(kept.measures().bandwidthHz())
                .isBetween(format.rateHz() == 8_000 ? 2_500.0 : 5_500.0, format.rateHz() == 8_000 ? 4_300.0 : 8_000.0);
    }

    private record Odd(String name, byte[] file) {

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Odd> decoded() throws IOException {
        byte[] wav = speech(WAV);
        byte[] mp3 = speech(MP3);
        return List.of(
                new Odd("stereo", channels(1, 1)),
                new Odd("stereo, one channel silent", channels(0, 1)),
                new Odd("stereo, one channel quieter and inverted", channels(1, -0.3)),
                new Odd("5.1, the centre alone", channels(0, 0, 1, 0, 0, 0)),
                new Odd("5.1", channels(0.5, 0.5, 1, 0.1, 0.3, 0.3)),
                new Odd("SPHERE, big endian", sphere("pcm", ByteOrder.BIG_ENDIAN)),
                new Odd("SPHERE, little endian", sphere("pcm", ByteOrder.LITTLE_ENDIAN)),
                new Odd("WAV that was written to a pipe", withDataSize(wav, -1)),
                new Odd("WAV whose sizes are 0", withDataSize(wav, 0)),
                new Odd("WAV of odd length", joined(wav, new byte[1])),
                new Odd("WAV cut off at nine tenths", Arrays.copyOf(wav, wav.length * 9 / 10)),
                new Odd("MP3 after random bytes", joined(random(5_000), mp3)),
                new Odd("MP3 after zeros", joined(new byte[40_000], mp3)),
                new Odd("a DC offset", altered(0.5, 0.4)),
                new Odd("quiet", altered(0.02, 0)),
                new Odd("a little overdriven", altered(6, 0)));
    }

    @ParameterizedTest
    @MethodSource("decoded")
    void anOddFileIsDecodedToTheSameSpeech(Odd odd) {
        FilterResult.Kept kept = kept(odd.file);
        assertThat(kept.seconds()).isCloseTo(SECONDS, within(0.4));
        assertThat(new LoudnessOf(kept).lufs()).isCloseTo(-23, within(0.2));
    }

    /** The loudness of what is kept. */
    private record LoudnessOf(FilterResult.Kept kept) {

        double lufs() {
            return LoudnessMeter.integratedLufs(
                    Audio.fromPcm16(kept.pcm(), kept.sampleRateHz()));
        }
    }

    private record Bad(String name, byte[] file, String reason, String detail) {

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Bad> rejected() throws IOException {
        float[] dither = new float[4 * RATE_HZ];
        Random random = new Random(1);
        for (int i = 0; i < dither.length; i++) {
            dither[i] = (float) ((random.nextDouble() + random.nextDouble() - 1) / 32768);
        }
        float[] click = new float[4 * RATE_HZ];
        click[RATE_HZ] = 0.9f;
        float[] constant = new float[4 * RATE_HZ];
        Arrays.fill(constant, 0.4f);
        float[] tone = new float[25 * 8_000];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (float) (0.3 * Math.sin(i * 0.2));
        }
        byte[] wav = speech(WAV);
        String undecodable = "undecodable-audio";
        return List.of(
                new Bad("digital silence", WAV.encode(1, new float[4 * RATE_HZ]), "silent", "LUFS"),
                new Bad("silence with dither", WAV.encode(1, dither), "silent", "LUFS"),
                new Bad("a constant", WAV.encode(1, constant), "silent", "LUFS"),
                new Bad("a click alone", WAV.encode(1, click), "silent", "stands out"),
                new Bad("silence in stereo", WAV.encode(2, new float[8 * RATE_HZ]), "silent", "LUFS"),
                new Bad("channels in antiphase", channels(1, -1), "cancelled-out", "keep one channel"),
                new Bad("channels nearly in antiphase", channels(1, -0.95), "cancelled-out", "2 channels"),
                new Bad("channels in antiphase, FLAC", antiphaseFlac(), "cancelled-out", "2 channels"),
                new Bad("four channels that cancel", channels(1, -1, 0.5, -0.5), "cancelled-out", "4 channels"),
                new Bad("clipped by 40 dB", altered(100, 0), "clipped", "% of its samples are clipped"),
                new Bad("clipped by 20 dB", altered(30, 0), "clipped", "clipped"),
                new Bad("clipped at one side", altered(4, 0.8), "clipped", "clipped"),
                new Bad("cut off after a second", Arrays.copyOf(wav, 100_001), "speaking-rate-outlier", "characters a"),
                new Bad("too long", new EncodedSound("wav", "pcm_u8", 8_000).encode(1, tone), "too-long", "20"),
                new Bad("an empty file", new byte[0], undecodable, "is empty"),
                new Bad("a header alone", Arrays.copyOf(wav, 44), undecodable, "begins as WAV"),
                new Bad("random bytes", random(5_000), undecodable, "not known"),
                new Bad("zeros", new byte[5_000], undecodable, "not known"),
                new Bad("a picture", Arrays.copyOf(PNG, 600), undecodable, "png"),
                new Bad("a web page", "<!DOCTYPE html><html>404</html>".getBytes(US_ASCII), undecodable, "web page"),
                new Bad(
                        "a pointer of Git LFS",
                        "version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 9\n".getBytes(US_ASCII),
                        undecodable,
                        "git lfs pull"),
                new Bad(
                        "WavPack in SPHERE",
                        sphere("pcm,embedded-wavpack-v1.0", ByteOrder.LITTLE_ENDIAN),
                        undecodable,
                        "NIST SPHERE with the coding pcm,embedded-wavpack-v1.0"));
    }

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'H', 'D', 'R'};

    private static byte[] antiphaseFlac() throws IOException {
        float[] speech = speech(RATE_HZ);
        float[] samples = new float[2 * speech.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = i % 2 == 0 ? speech[i / 2] : -speech[i / 2];
        }
        return new EncodedSound("flac", "flac", RATE_HZ).encode(2, samples);
    }

    @ParameterizedTest
    @MethodSource("rejected")
    void aBadFileIsRejectedForItsReason(Bad bad) {
        assertThat(decide(bad.file)).isInstanceOfSatisfying(FilterResult.Rejected.class, rejected -> {
            assertThat(rejected.reason()).hasToString(bad.reason);
            assertThat(rejected.detail()).contains(bad.detail);
        });
    }

    @Test
    void whatWasDecodedHasMeasuresAndWhatWasNotHasNone() throws IOException {
        assertThat(decide(channels(1, -1)).measures().cancellationDb()).isGreaterThan(50);
        assertThat(decide(random(5_000)).measures()).isNull();
    }
}
