package org.dengbej.speech.audio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Decodes the sound files of {@link AudioFormats} to one channel at the rate asked for, with FFmpeg.
 * What the file says about itself is not believed: the decoder looks at the bytes, and opens nothing else.
 */
public final class AudioDecoder {

    private AudioDecoder() {}

    /**
     * Decodes a file.
     *
     * @throws UnreadableAudioException when it is no sound that we know, or more than the limits allow
     */
    public static Audio decode(Path file, int sampleRateHz, DecodeLimits limits) throws UnreadableAudioException {
        try {
            refuseMoreThan(limits, Files.size(file));
            return decode(Files.readAllBytes(file), sampleRateHz, limits);
        } catch (IOException e) {
            throw new UnreadableAudioException("the file cannot be read: " + e.getMessage());
        }
    }

    /** The same for bytes in memory. */
    public static Audio decode(byte[] file, int sampleRateHz, DecodeLimits limits) throws UnreadableAudioException {
        return mix(file, sampleRateHz, limits, frame -> {});
    }

    /** The same, and the levels of the file's own samples. */
    public static DecodedAudio decodeWithLevels(byte[] file, int sampleRateHz, DecodeLimits limits)
            throws UnreadableAudioException {
        try (ChannelMeter meter = new ChannelMeter()) {
            Audio audio = mix(file, sampleRateHz, limits, meter::add);
            return new DecodedAudio(audio, meter.levels());
        }
    }

    private interface FrameSink {
        void add(AVFrame frame) throws UnreadableAudioException;
    }

    private static Audio mix(byte[] file, int sampleRateHz, DecodeLimits limits, FrameSink also)
            throws UnreadableAudioException {
        refuseMoreThan(limits, file.length);
        Samples samples = new Samples((long) Math.ceil(limits.maxSeconds() * sampleRateHz));
        try (FfmpegInput input = FfmpegInput.open(file);
                MonoMixer mixer = new MonoMixer(sampleRateHz, samples)) {
            while (input.nextFrame()) {
                mixer.add(input.frame());
                also.add(input.frame());
                refuseLongerThan(limits, samples);
            }
            mixer.finish();
            refuseLongerThan(limits, samples);
        }
        if (samples.count() == 0) {
            throw new UnreadableAudioException("the file holds no sound");
        }
        return new Audio(samples.toArray(), sampleRateHz);
    }

    private static void refuseMoreThan(DecodeLimits limits, long bytes) throws UnreadableAudioException {
        if (bytes > limits.maxBytes()) {
            throw new UnreadableAudioException(
                    "the file has %d bytes, at most %d are taken".formatted(bytes, limits.maxBytes()));
        }
    }

    private static void refuseLongerThan(DecodeLimits limits, Samples samples) throws SoundTooLongException {
        if (samples.full()) {
            throw new SoundTooLongException(limits.maxSeconds());
        }
    }
}
