package org.dengbej.speech.audio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files hold 1.5 s of a tone of 440 Hz at full scale (8 x 1/8). */
class AudioDecoderTest {

    private static final int RATE_HZ = 16_000;
    private static final DecodeLimits LIMITS = new DecodeLimits(1_000_000, 20);

    private static byte[] file(String name) throws IOException {
        try (var in = AudioDecoderTest.class.getResourceAsStream("/audio/" + name)) {
            return in.readAllBytes();
        }
    }

    /** The amplitude of a frequency, over whole seconds in the middle. */
    private static double amplitude(Audio audio, double frequencyHz, double fromSeconds, double seconds) {
        int from = (int) (fromSeconds * audio.sampleRateHz());
        int count = (int) (seconds * audio.sampleRateHz());
        double sine = 0;
        double cosine = 0;
        for (int i = 0; i < count; i++) {
            double phase = 2 * Math.PI * frequencyHz * i / audio.sampleRateHz();
            sine += audio.samples()[from + i] * Math.sin(phase);
            cosine += audio.samples()[from + i] * Math.cos(phase);
        }
        return 2 * Math.hypot(sine, cosine) / count;
    }

    private static Audio tone(double frequencyHz, int rateHz) {
        float[] samples = new float[2 * rateHz];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.5 * Math.sin(2 * Math.PI * frequencyHz * i / rateHz));
        }
        return new Audio(samples, rateHz);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "u8.wav",
                "s16.wav",
                "s24.wav",
                "s32.wav",
                "f32.wav",
                "stereo.flac",
                "tone.mp3",
                "tone.ogg",
                "tone.webm",
                "tone.m4a",
                "tone.caf",
                "tone.aac",
                "tone.wma",
                "tone.spx"
            })
    void whatPeopleRecordIsDecoded(String name) throws IOException, UnreadableAudioException {
        // When
        Audio audio = AudioDecoder.decode(file(name), RATE_HZ, LIMITS);

        // Then
        assertThat(audio.sampleRateHz()).isEqualTo(RATE_HZ);
        assertThat(audio.seconds()).isCloseTo(1.5, within(0.06));
        assertThat(amplitude(audio, 440, 0.25, 1)).isCloseTo(1.0, within(0.1));
    }

    @Test
    void channelsAreMixedInEqualParts() throws UnreadableAudioException {
        // Given a tone on the left and silence on the right
        byte[] stereo = StereoWav.of(tone(440, RATE_HZ).pcm16(), new short[2 * RATE_HZ], RATE_HZ);

        // When
        Audio audio = AudioDecoder.decode(stereo, RATE_HZ, LIMITS);

        // Then
        assertThat(amplitude(audio, 440, 0.5, 1)).isCloseTo(0.25, within(0.01));
    }

    @Test
    void atItsOwnRateEverySampleStaysWhatItIs() throws UnreadableAudioException {
        short[] pcm = new short[RATE_HZ];
        Random random = new Random(1);
        IntStream.range(0, pcm.length).forEach(i -> pcm[i] = (short) random.nextInt());

        Audio audio = AudioDecoder.decode(WavFile.encode(Audio.fromPcm16(pcm, RATE_HZ)), RATE_HZ, LIMITS);

        assertThat(audio.pcm16()).isEqualTo(pcm);
    }

    @Test
    void resamplingKeepsWhatFitsAndSuppressesWhatWouldAlias() throws UnreadableAudioException {
        // Given, at 48 kHz, tones below and above the new rate's 8 kHz
        Audio kept = AudioDecoder.decode(WavFile.encode(tone(7_000, 48_000)), RATE_HZ, LIMITS);
        Audio lost = AudioDecoder.decode(WavFile.encode(tone(9_000, 48_000)), RATE_HZ, LIMITS);

        // Then 9 kHz would come out as 7 kHz
        assertThat(amplitude(kept, 7_000, 0.5, 1)).isCloseTo(0.5, within(0.005));
        assertThat(amplitude(lost, 7_000, 0.5, 1)).isLessThan(0.5 * 1e-4);
    }

    @Test
    void whatIsNoSoundIsRefused() {
        byte[] noise = new byte[5_000];
        new Random(2).nextBytes(noise);
        assertThatThrownBy(() -> AudioDecoder.decode(noise, RATE_HZ, LIMITS))
                .isInstanceOf(UnreadableAudioException.class);
        assertThatThrownBy(() -> AudioDecoder.decode(new byte[0], RATE_HZ, LIMITS))
                .isInstanceOf(UnreadableAudioException.class);
        assertThatThrownBy(() -> AudioDecoder.decode("#EXTM3U\nfile:///etc/passwd".getBytes(UTF_8), RATE_HZ, LIMITS))
                .isInstanceOf(UnreadableAudioException.class);
    }

    @Test
    void aFileCutOffAnywhereEndsInAnAnswer() throws IOException {
        for (String name : new String[] {
            "tone.mp3", "tone.webm", "tone.m4a", "stereo.flac", "tone.ogg", "tone.caf", "tone.aac", "tone.wma"
        }) {
            byte[] whole = file(name);
            for (int length = 0; length < whole.length; length += whole.length / 25) {
                byte[] cut = Arrays.copyOf(whole, length);
                try {
                    assertThat(AudioDecoder.decode(cut, RATE_HZ, LIMITS).seconds())
                            .isLessThan(1.6);
                } catch (UnreadableAudioException e) {
                    assertThat(e).hasMessageContaining("the ");
                }
            }
        }
    }

    @Test
    void anHourInAFewKilobytesIsNotUnpacked() throws IOException {
        byte[] bomb = file("hour-of-silence.flac");
        assertThatThrownBy(() -> AudioDecoder.decode(bomb, RATE_HZ, LIMITS))
                .isInstanceOf(SoundTooLongException.class)
                .hasMessageContaining("20");
    }

    @Test
    void aLargeFileIsRefusedUnread() {
        assertThatThrownBy(() -> AudioDecoder.decode(new byte[200], RATE_HZ, new DecodeLimits(100, 20)))
                .isInstanceOf(UnreadableAudioException.class)
                .hasMessageContaining("200 bytes");
    }

    @Test
    void manyThreadsDecodeAtOnce() throws IOException {
        byte[] mp3 = file("tone.mp3");
        long decoded = IntStream.range(0, 400)
                .parallel()
                .filter(i -> {
                    try {
                        return AudioDecoder.decode(mp3, RATE_HZ, LIMITS).seconds() > 1.4;
                    } catch (UnreadableAudioException e) {
                        return false;
                    }
                })
                .count();
        assertThat(decoded).isEqualTo(400);
    }

    @Test
    void aFileIsDecodedFromItsPlace() throws UnreadableAudioException {
        Path clip = Path.of("../../deploy/sample-data/clips/kmr_0001.mp3");
        assertThat(AudioDecoder.decode(clip, RATE_HZ, LIMITS).seconds()).isBetween(0.5, 20.0);
        assertThatThrownBy(() -> AudioDecoder.decode(Path.of("no-such-file"), RATE_HZ, LIMITS))
                .isInstanceOf(UnreadableAudioException.class);
    }
}
