package org.dengbej.evaluation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import org.dengbej.evaluation.pitch.F0Track;
import org.dengbej.evaluation.pitch.Pyin;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.vits.SynthesisOptions;
import org.dengbej.vits.Synthesizer;
import org.dengbej.vits.VitsModel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluation of voices on recordings that they never learned from. Each utterance is spoken freely, with the voice's own durations and
 * the same random draws each time, and measured against its recording ({@link VoiceMeasure}). One that a voice cannot speak is skipped.
 */
public final class VoiceEvaluator {

    private static final Logger LOG = LoggerFactory.getLogger(VoiceEvaluator.class);

    /** The bars of a usable voice, hence the units that {@link VoiceMeasure#SCORE} adds. */
    private static final double USABLE_DISTORTION = 5;

    private static final double USABLE_LOG_F0_ERROR = 0.15;
    private static final double USABLE_VOICING_ERROR = 0.15;

    /** Of a voice that has no pitch where its recording has one. */
    private static final double WORST_LOG_F0_ERROR = Math.log(Pyin.MAX_HZ / Pyin.MIN_HZ);

    private static final double LOW_PERCENTILE = 5;
    private static final double MEDIAN = 50;
    private static final double HIGH_PERCENTILE = 95;

    /** Surroundings of an utterance's evaluation, e.g. one that tells a lack of memory; what it throws as IllegalStateException is skipped. */
    public interface Attempt {

        /** Simply does it. */
        Attempt PLAIN = Supplier::get;

        SpokenUtterance of(Supplier<SpokenUtterance> work);
    }

    private record Reference(RecordedUtterance utterance, Sound sound) {}

    private final List<Reference> references = new ArrayList<>();
    private final MelFrames melFrames;
    private final long seed;

    /**
     * @param recordings at the voices' rate
     * @param melFrames  of that rate; closed by whoever opened it, after the last evaluation
     * @param seed       of the speech, and of the letters that intelligibility is asked by
     */
    public VoiceEvaluator(List<RecordedUtterance> recordings, MelFrames melFrames, long seed) {
        this.melFrames = melFrames;
        this.seed = seed;
        for (RecordedUtterance recording : recordings) {
            references.add(new Reference(recording, Sound.of(recording.audio(), melFrames)));
        }
    }

    /** Utterances that are spoken. */
    public int utterances() {
        return references.size();
    }

    /** Evaluates a voice as it is now. The model is used on this thread, and stays open. */
    public Evaluation evaluate(VitsModel model, Tokenizer tokenizer, Attempt attempt) {
        List<long[]> texts = references.stream()
                .map(reference -> reference.utterance().inputIds())
                .toList();
        List<SpokenUtterance> spoken = new ArrayList<>();
        try (Synthesizer synthesizer = Synthesizer.borrowing(model, tokenizer);
                LetterDiscrimination letters = new LetterDiscrimination(model, tokenizer, texts, seed)) {
            for (Reference reference : references) {
                try {
                    spoken.add(attempt.of(() -> evaluate(reference, synthesizer, letters)));
                } catch (IllegalArgumentException | IllegalStateException e) {
                    LOG.warn(
                            "utterance skipped: utterance={} reason={}",
                            reference.utterance().id(),
                            e.getMessage());
                }
            }
        }
        return new Evaluation(spoken);
    }

    private SpokenUtterance evaluate(Reference reference, Synthesizer synthesizer, LetterDiscrimination letters) {
        RecordedUtterance recorded = reference.utterance();
        SynthesisOptions options = options(recorded.speaker(), synthesizer);
        Sound spoken = Sound.of(synthesizer.synthesize(recorded.inputIds(), seed, options), melFrames);
        Map<VoiceMeasure, Double> values = new EnumMap<>(VoiceMeasure.class);
        compare(spoken, reference.sound(), values);
        values.put(
                VoiceMeasure.INTELLIGIBILITY,
                letters.of(recorded, melFrames.magnitudes(spoken.audio()), options.speaker()));
        values.put(
                VoiceMeasure.INTELLIGIBILITY_RECORDED,
                letters.of(recorded, melFrames.magnitudes(recorded.audio()), options.speaker()));
        String text = String.join("", synthesizer.frontend().tokenizer().decode(recorded.inputIds()));
        return new SpokenUtterance(recorded.id(), text, reference.sound(), spoken, values);
    }

    private static void compare(Sound spoken, Sound recorded, Map<VoiceMeasure, Double> values) {
        DynamicTimeWarping.Path path =
                DynamicTimeWarping.align(MelCepstrum.of(spoken.logMel()), MelCepstrum.of(recorded.logMel()));
        ProsodyErrors prosody = ProsodyErrors.of(spoken.f0(), recorded.f0(), path);
        double distortion = MelCepstralDistortion.decibels(path);
        values.put(VoiceMeasure.SCORE, score(distortion, prosody, recorded.f0()));
        values.put(VoiceMeasure.DISTORTION, distortion);
        values.put(VoiceMeasure.LOG_F0_ERROR, prosody.logF0Error());
        values.put(VoiceMeasure.VOICING_ERROR, prosody.voicingError());
        values.put(VoiceMeasure.F0_MEDIAN, spoken.f0().percentile(MEDIAN));
        values.put(VoiceMeasure.F0_MEDIAN_RECORDED, recorded.f0().percentile(MEDIAN));
        values.put(VoiceMeasure.F0_LOW, spoken.f0().percentile(LOW_PERCENTILE));
        values.put(VoiceMeasure.F0_LOW_RECORDED, recorded.f0().percentile(LOW_PERCENTILE));
        values.put(VoiceMeasure.F0_HIGH, spoken.f0().percentile(HIGH_PERCENTILE));
        values.put(VoiceMeasure.F0_HIGH_RECORDED, recorded.f0().percentile(HIGH_PERCENTILE));
        values.put(
                VoiceMeasure.DURATION_RATIO,
                spoken.audio().seconds() / recorded.audio().seconds());
    }

    static double score(double distortion, ProsodyErrors prosody, F0Track recorded) {
        double logF0Error = Double.isNaN(prosody.logF0Error()) && recorded.voicedFrames() > 0
                ? WORST_LOG_F0_ERROR
                : prosody.logF0Error();
        return DoubleStream.of(
                        distortion / USABLE_DISTORTION,
                        logF0Error / USABLE_LOG_F0_ERROR,
                        prosody.voicingError() / USABLE_VOICING_ERROR)
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
    }

    /** The voice's own; of several speakers the recording's. */
    private static SynthesisOptions options(String speaker, Synthesizer synthesizer) {
        SynthesisOptions options = SynthesisOptions.of(synthesizer.config());
        OptionalInt id =
                speaker == null ? OptionalInt.empty() : synthesizer.speakers().id(speaker);
        return synthesizer.speakers().count() > 1 && id.isPresent() ? options.withSpeaker(id.getAsInt()) : options;
    }
}
