package org.dengbej.feedback.check;

import ai.djl.Device;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.dengbej.evaluation.LetterDiscrimination;
import org.dengbej.evaluation.MelFrames;
import org.dengbej.evaluation.RecordedUtterance;
import org.dengbej.evaluation.Sound;
import org.dengbej.evaluation.SpeakerDivergence;
import org.dengbej.feedback.voice.Version;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.text.TextFrontend;
import org.dengbej.vits.VitsModel;
import org.dengbej.vits.Voice;
import org.dengbej.vits.loss.MelSettings;

/**
 * A voice as the judge of recordings: its own aligner says how many letters of a text it hears in a sound ({@link LetterDiscrimination}).
 * Not every voice can: one that does not hear the letters in what it spoke itself is no judge of others. Used by one thread.
 */
final class VoiceJudge implements AutoCloseable {

    /** Share of the letters of its own speech that a judge hears; at 0.5 it guesses. */
    private static final double MIN_OF_OWN_SPEECH = 0.85;

    private static final long SEED = 1;

    private final VitsModel model;
    private final TextFrontend frontend;
    private final MelFrames melFrames;
    private final boolean judge;

    /** {@code model}: null where it is known to be no judge. */
    private VoiceJudge(Voice voice, VitsModel model, Map<String, Audio> ownSpeech) {
        this.model = model;
        frontend = new TextFrontend(voice.tokenizer());
        melFrames = new MelFrames(MelSettings.vits(voice.config()), Device.cpu());
        judge = model != null && hearsItself(ownSpeech);
    }

    /**
     * Opens a version.
     *
     * @param ownSpeech some sentences as it spoke them
     * @throws org.dengbej.vits.InvalidVoiceException naming what is wrong with its folder
     */
    static VoiceJudge open(Version version, Map<String, Audio> ownSpeech) {
        Voice voice = voice(version);
        return new VoiceJudge(voice, VitsModel.of(voice, Device.cpu()), ownSpeech);
    }

    /** The same for a version that is known to be no judge of words: its weights are not needed. */
    static VoiceJudge ofSpeakersAlone(Version version) {
        return new VoiceJudge(voice(version), null, Map.of());
    }

    private static Voice voice(Version version) {
        return Voice.read(version.folder());
    }

    private boolean hearsItself(Map<String, Audio> ownSpeech) {
        return ownSpeech.entrySet().stream()
                        .mapToDouble(spoken -> share(spoken.getKey(), spoken.getValue(), ownSpeech.keySet()))
                        .filter(Double::isFinite)
                        .average()
                        .orElse(0)
                >= MIN_OF_OWN_SPEECH;
    }

    /** True for a voice that hears the letters of what it spoke itself. */
    boolean isJudge() {
        return judge;
    }

    /** The share of a text's letters that the voice hears in a sound, 0 to 1; empty where it is no judge of that. */
    OptionalDouble lettersHeard(String text, Audio sound) {
        double share = judge ? share(text, sound, List.of(text)) : Double.NaN;
        return Double.isFinite(share) ? OptionalDouble.of(share) : OptionalDouble.empty();
    }

    private double share(String text, Audio sound, Collection<String> texts) {
        List<long[]> ids = texts.stream().map(this::ids).toList();
        try (LetterDiscrimination letters = new LetterDiscrimination(model, frontend.tokenizer(), ids, SEED)) {
            return letters.of(
                    new RecordedUtterance(text, ids(text), sound, null), melFrames.magnitudes(sound), firstSpeaker());
        }
    }

    private Integer firstSpeaker() {
        return model.speakers().count() > 1 ? 0 : null;
    }

    private long[] ids(String text) {
        return frontend.tokenizer().encode(frontend.process(text).text());
    }

    /** The divergence, in nats, of a recording's speaker from that of others; empty where there are no others, or nobody speaks. */
    OptionalDouble speakerDivergence(Audio recording, List<Audio> others) {
        if (others.isEmpty()) {
            return OptionalDouble.empty();
        }
        double divergence = SpeakerDivergence.between(
                List.of(Sound.of(recording, melFrames)),
                others.stream().map(other -> Sound.of(other, melFrames)).toList());
        return Double.isFinite(divergence) ? OptionalDouble.of(divergence) : OptionalDouble.empty();
    }

    @Override
    public void close() {
        melFrames.close();
        if (model != null) {
            model.close();
        }
    }
}
