package org.dengbej.prep.sound;

import java.util.Arrays;
import org.dengbej.events.SoundConditioning;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.audio.DecodedAudio;
import org.dengbej.speech.audio.LoudnessMeter;
import org.dengbej.speech.sound.Bandwidth;
import org.dengbej.speech.sound.CentredSound;
import org.dengbej.speech.sound.Decibels;
import org.dengbej.speech.sound.SoundMeasures;
import org.dengbej.speech.sound.SpeechActivity;

/**
 * Conditions recordings, so that a voice learns speech and not the microphone: DC is removed, leading and trailing silence is trimmed to a
 * margin, and the level is brought to one loudness under a peak limit. The same recording gives the same samples, and what is conditioned
 * already stays as it is.
 */
public final class SoundConditioner {

    /** Nobody hears less, and a conditioned recording stays as it is. */
    private static final double MIN_GAIN_DB = 0.1;

    /** Silence that is less than so much longer than the margin stays. */
    private static final double TRIM_TOLERANCE_SECONDS = 0.05;

    /** A limited recording is quieter than it should be, and is made louder again so often. */
    private static final int MAX_GAIN_STEPS = 4;

    private final SoundConditioning settings;
    private final double minSeconds;
    private final Bandwidth bandwidth;

    /**
     * @param settings     of the request
     * @param minSeconds   to which a recording is trimmed at most; what is prepared once is not too short when it is prepared again
     * @param sampleRateHz of the recordings
     */
    public SoundConditioner(SoundConditioning settings, double minSeconds, int sampleRateHz) {
        this.settings = settings;
        this.minSeconds = minSeconds;
        this.bandwidth = new Bandwidth(sampleRateHz);
    }

    /** Measures and conditions a recording. {@code text}: what is spoken in it. */
    public ConditionedSound condition(DecodedAudio decoded, String text) {
        Audio raw = decoded.audio();
        CentredSound centred = CentredSound.of(decoded);
        SpeechActivity activity = centred.activity();
        Audio trimmed = settings.trimSilence() ? trimmed(centred.audio(), activity) : centred.audio();
        double loudness = LoudnessMeter.integratedLufs(trimmed);
        SoundMeasures measures = centred.measures(text, loudness, bandwidth);
        Audio kept = settings.removeDc() || !centred.hadDc()
                ? trimmed
                : settings.trimSilence() ? trimmed(raw, activity) : raw;
        return new ConditionedSound(settings.normalizeLoudness() ? levelled(kept, loudness) : kept, measures);
    }

    private Audio trimmed(Audio audio, SpeechActivity activity) {
        if (activity.samples() == 0) {
            return audio;
        }
        int length = audio.samples().length;
        int margin = Math.max((int) Math.round(settings.trimMarginSeconds() * audio.sampleRateHz()), (int)
                Math.ceil((minSeconds * audio.sampleRateHz() - activity.samples()) / 2));
        int tolerance = margin + (int) (TRIM_TOLERANCE_SECONDS * audio.sampleRateHz());
        int begin = activity.beginSample() > tolerance ? activity.beginSample() - margin : 0;
        int end = length - activity.endSample() > tolerance ? activity.endSample() + margin : length;
        int missing = (int) Math.ceil(minSeconds * audio.sampleRateHz()) - (end - begin);
        if (missing > 0) {
            // One end has less silence than the margin.
            begin = Math.max(0, begin - missing);
            end = Math.min(length, Math.max(end, begin + (int) Math.ceil(minSeconds * audio.sampleRateHz())));
        }
        return begin == 0 && end == length
                ? audio
                : new Audio(Arrays.copyOfRange(audio.samples(), begin, end), audio.sampleRateHz());
    }

    private Audio levelled(Audio audio, double loudness) {
        double limit = Decibels.amplitude(settings.maxPeakDbfs());
        Audio levelled = audio;
        double found = loudness;
        for (int step = 0; step < MAX_GAIN_STEPS && Double.isFinite(found); step++) {
            double gainDb = settings.loudnessLufs() - found;
            float[] samples = amplified(levelled.samples(), Math.abs(gainDb) < MIN_GAIN_DB ? 0 : gainDb);
            boolean limited = PeakLimiter.limit(samples, audio.sampleRateHz(), limit);
            levelled = new Audio(samples, audio.sampleRateHz());
            if (!limited) {
                break;
            }
            found = LoudnessMeter.integratedLufs(levelled);
            if (Math.abs(settings.loudnessLufs() - found) < MIN_GAIN_DB) {
                break;
            }
        }
        return levelled;
    }

    private static float[] amplified(float[] samples, double gainDb) {
        float gain = (float) Decibels.amplitude(gainDb);
        float[] amplified = new float[samples.length];
        for (int i = 0; i < samples.length; i++) {
            amplified[i] = samples[i] * gain;
        }
        return amplified;
    }
}
