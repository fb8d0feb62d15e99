package org.dengbej.trainer.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedUtterance;
import org.dengbej.speech.audio.Audio;
import org.dengbej.trainer.step.DeviceMemoryException;
import org.dengbej.trainer.step.OutOfMemory;
import org.dengbej.vits.SynthesisOptions;
import org.dengbej.vits.Synthesizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mean mel-cepstral distortion of utterances, spoken by a voice with the same random draws each time, from their recordings. One that
 * the voice cannot speak yet, or for which memory is lacking, is skipped.
 */
public final class SpokenDistortion {

    private static final Logger LOG = LoggerFactory.getLogger(SpokenDistortion.class);

    private record Recording(PreparedUtterance utterance, String speaker, float[][] logMel) {}

    private final List<Recording> recordings = new ArrayList<>();
    private final MelFrames melFrames;
    private final long seed;

    /**
     * @param batches   of recorded utterances
     * @param max       of them that are spoken, the first ones
     * @param melFrames of the voice's rate
     * @param seed      of the speech
     */
    public SpokenDistortion(List<PreparedBatch> batches, int max, MelFrames melFrames, long seed) {
        this.melFrames = melFrames;
        this.seed = seed;
        for (PreparedBatch batch : batches) {
            for (PreparedUtterance utterance : batch.utterances()) {
                if (recordings.size() < max) {
                    Audio recorded = Audio.fromPcm16(utterance.waveform(), batch.sampleRateHz());
                    recordings.add(new Recording(utterance, batch.speakerOf(utterance), melFrames.of(recorded)));
                }
            }
        }
    }

    /** {@link MelCepstralDistortion}, the mean over the utterances; empty where none could be spoken. */
    public OptionalDouble decibels(Synthesizer synthesizer) {
        return recordings.stream()
                .mapToDouble(recording -> decibels(recording, synthesizer))
                .filter(Double::isFinite)
                .average();
    }

    /** The voice's own; of several speakers the recording's. */
    private static SynthesisOptions options(String speaker, Synthesizer synthesizer) {
        SynthesisOptions options = SynthesisOptions.of(synthesizer.config());
        OptionalInt id = synthesizer.speakers().id(speaker);
        return synthesizer.speakers().count() > 1 && id.isPresent() ? options.withSpeaker(id.getAsInt()) : options;
    }

    private double decibels(Recording recording, Synthesizer synthesizer) {
        PreparedUtterance utterance = recording.utterance();
        try {
            Audio spoken = OutOfMemory.expecting(() ->
                    synthesizer.synthesize(utterance.inputIds(), seed, options(recording.speaker(), synthesizer)));
            return MelCepstralDistortion.decibels(melFrames.of(spoken), recording.logMel());
        } catch (IllegalArgumentException | IllegalStateException | DeviceMemoryException e) {
            LOG.warn("validation utterance skipped: utterance={} reason={}", utterance.id(), e.getMessage());
            return Double.NaN;
        }
    }
}
