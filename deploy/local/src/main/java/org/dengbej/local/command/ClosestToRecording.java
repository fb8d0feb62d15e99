package org.dengbej.local.command;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.dengbej.evaluation.MelCepstralDistortion;
import org.dengbej.evaluation.MelFrames;
import org.dengbej.local.CommandException;
import org.dengbej.speech.audio.AudioDecoder;
import org.dengbej.speech.audio.DecodeLimits;
import org.dengbej.speech.audio.UnreadableAudioException;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.loss.MelSettings;

/**
 * The preference of a listener without ears: the sound whose mel-cepstral distortion from a recording of the sentence is lower; no
 * difference where the two are within {@value #JUST_NOTICEABLE_DECIBELS} dB of each other.
 */
final class ClosestToRecording implements AutoCloseable {

    private static final double JUST_NOTICEABLE_DECIBELS = 0.05;
    private static final DecodeLimits LIMITS = new DecodeLimits(8 << 20, 30);

    private final MelFrames melFrames;
    private final int sampleRateHz;
    private final Map<String, Path> recordings;
    private final Map<String, float[][]> recorded = new HashMap<>();

    /** {@code recordings}: by sentence. */
    ClosestToRecording(VitsConfig config, Map<String, Path> recordings) {
        this.melFrames = new MelFrames(MelSettings.vits(config), Device.cpu());
        this.sampleRateHz = config.samplingRate();
        this.recordings = Map.copyOf(recordings);
    }

    /** first, second or tie. */
    synchronized String preference(String sentence, byte[] first, byte[] second) {
        double firstDecibels = distortion(sentence, first);
        double secondDecibels = distortion(sentence, second);
        if (Math.abs(firstDecibels - secondDecibels) < JUST_NOTICEABLE_DECIBELS) {
            return "tie";
        }
        return firstDecibels < secondDecibels ? "first" : "second";
    }

    private double distortion(String sentence, byte[] wav) {
        return MelCepstralDistortion.decibels(
                mel(wav), recorded.computeIfAbsent(sentence, text -> mel(recording(text))));
    }

    private byte[] recording(String sentence) {
        try {
            return Files.readAllBytes(recordings.get(sentence));
        } catch (IOException e) {
            throw new CommandException("the recording cannot be read: " + e);
        }
    }

    private float[][] mel(byte[] sound) {
        try {
            return melFrames.of(AudioDecoder.decode(sound, sampleRateHz, LIMITS));
        } catch (UnreadableAudioException e) {
            throw new CommandException("a sound cannot be decoded: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        melFrames.close();
    }
}
