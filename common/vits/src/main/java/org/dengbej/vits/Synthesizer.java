package org.dengbej.vits;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.text.SpeechSegment;
import org.dengbej.speech.text.SpeechSegments;
import org.dengbej.speech.text.TextFrontend;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.vits.engine.Autograd;
import org.dengbej.vits.engine.Torch;

/** Text to speech. Safe for use by several threads, which take turns. */
public final class Synthesizer implements AutoCloseable {

    /**
     * A text as it was spoken.
     *
     * @param audio   what is heard
     * @param symbols of the text's tokens; empty for a blank
     * @param frames  of each of them, in frames of the voice's spectrogram
     */
    public record SynthesizedSpeech(Audio audio, List<String> symbols, float[] frames) {}

    private final VitsModel model;
    private final TextFrontend frontend;
    private final NDManager manager;
    private final boolean ownsModel;

    private Synthesizer(VitsModel model, Tokenizer tokenizer, boolean ownsModel) {
        this.model = model;
        this.ownsModel = ownsModel;
        this.frontend = new TextFrontend(tokenizer);
        this.manager = Torch.newManager(model.device());
    }

    /**
     * Opens a model folder.
     *
     * @throws InvalidVoiceException naming what is wrong with it
     */
    public static Synthesizer open(Path folder, Device device) {
        Voice voice = Voice.read(folder);
        try {
            return of(voice, device);
        } catch (InvalidVoiceException e) {
            throw new InvalidVoiceException("[%s] %s".formatted(folder, e.getMessage()), e);
        }
    }

    public static Synthesizer of(Voice voice, Device device) {
        return new Synthesizer(VitsModel.of(voice, device), voice.tokenizer(), true);
    }

    /** Speaks with a model that somebody else uses and closes, on that one's thread. */
    public static Synthesizer borrowing(VitsModel model, Tokenizer tokenizer) {
        return new Synthesizer(model, tokenizer, false);
    }

    /** The speakers that the voice can speak as; see {@link SynthesisOptions#withSpeaker}. */
    public Speakers speakers() {
        return model.speakers();
    }

    public VitsConfig config() {
        return model.config();
    }

    /** Speaks as the voice's configuration says. */
    public Audio synthesize(String text, long seed) {
        return synthesize(text, seed, SynthesisOptions.of(model.config()));
    }

    /**
     * Speaks a text: the same text, seed and delivery give the same audio.
     *
     * @throws org.dengbej.speech.text.UnspeakableTextException when no character of the text is in the voice's alphabet
     */
    public Audio synthesize(String text, long seed, SynthesisOptions delivery) {
        return speak(text, seed, delivery).audio();
    }

    /** The same, with the time that each of its symbols took. */
    public SynthesizedSpeech speak(String text, long seed, SynthesisOptions delivery) {
        String spoken = frontend.process(text).text();
        Tokenizer tokenizer = frontend.tokenizer();
        return speak(tokenizer.encode(spoken), tokenizer.symbols(spoken), seed, delivery);
    }

    /** The text front end of this voice, e.g. to ask what of a text it would drop. */
    public TextFrontend frontend() {
        return frontend;
    }

    /**
     * Reads a text of any length aloud, sentence by sentence with pauses between them; no more than a sentence is in memory. The same
     * text, seed and options give the same audio, and a text of one sentence that of {@link #synthesize}.
     *
     * @param sink takes each sentence and each pause, in their order
     * @throws org.dengbej.speech.text.UnspeakableTextException when no character of the text is in the voice's alphabet
     */
    public <E extends Exception> void readAloud(String text, long seed, SynthesisOptions options, AudioSink<E> sink)
            throws E {
        List<SpeechSegment> segments = SpeechSegments.of(text, frontend);
        for (int i = 0; i < segments.size(); i++) {
            SpeechSegment segment = segments.get(i);
            sink.accept(synthesize(segment.text(), i == 0 ? seed : Seeds.of(seed, i), options));
            if (i + 1 < segments.size()) {
                int rateHz = model.config().samplingRate();
                sink.accept(new Audio(new float[(int) (segment.pauseSeconds() * rateHz)], rateHz));
            }
        }
    }

    /** A consumer of audio that comes piece by piece. */
    @FunctionalInterface
    public interface AudioSink<E extends Exception> {
        void accept(Audio audio) throws E;
    }

    /** Speaks what was made tokens of before. */
    public Audio synthesize(long[] tokens, long seed, SynthesisOptions options) {
        return speak(tokens, List.of(), seed, options).audio();
    }

    private synchronized SynthesizedSpeech speak(
            long[] tokens, List<String> symbols, long seed, SynthesisOptions delivery) {
        Draws draws = Draws.keyed(seed, List.of("synthesis"));
        try (NDManager scope = manager.newSubManager();
                SynthesisOutput speech =
                        Autograd.off(() -> model.speak(TokenBatch.of(scope, List.of(tokens)), delivery, draws))) {
            float[] samples = speech.waveform().toFloatArray();
            int length = (int) Math.min(samples.length, speech.sampleLengths()[0]);
            Audio audio =
                    new Audio(Arrays.copyOf(samples, length), model.config().samplingRate());
            return new SynthesizedSpeech(audio, symbols, speech.durations()[0]);
        }
    }

    @Override
    public synchronized void close() {
        manager.close();
        if (ownsModel) {
            model.close();
        }
    }
}
