package org.dengbej.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.vits.Seeds;
import org.dengbej.vits.TokenBatch;
import org.dengbej.vits.VitsModel;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.engine.Torch;

/**
 * Intelligibility of a sound without a model from outside: forced choice between its text and one that differs in a letter, by the
 * voice's own aligner. For up to {@value #MAX_LETTERS} letters of the text, evenly spaced, the letter is replaced by another one, drawn by
 * a seed from those of the evaluated texts; the measure is the share of these texts that are less likely than the true one
 * ({@code TrainingForward.logLikelihoods}: posterior encoder and flow against the text encoder's prior, along the likeliest path). 1: every
 * letter is heard as written; 0.5: chance, whence half a point for equals.
 *
 * <p>The voice judges itself. It is blind to what its posterior encoder hears and people do not, e.g. a buzz that carries the letters, and
 * to bad sound, pitch and rhythm as long as letters can be told; a voice whose aligner has learned little scores low however clear its
 * sound. The same share for the recordings says how good a judge it is. Values of two voices come from two judges.
 */
public final class LetterDiscrimination implements AutoCloseable {

    static final int MAX_LETTERS = 16;

    private final Tokenizer tokenizer;
    private final List<Long> letters;
    private final long seed;
    private final VitsModel model;
    private final NDManager manager;

    /** {@code texts}: those of all evaluated utterances, whose letters are drawn from. The model is used on this thread, and stays open. */
    public LetterDiscrimination(VitsModel model, Tokenizer tokenizer, Collection<long[]> texts, long seed) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.seed = seed;
        manager = Torch.newManager(model.device());
        TreeSet<Long> found = new TreeSet<>();
        texts.forEach(ids -> positions(ids).forEach(position -> found.add(ids[position])));
        letters = List.copyOf(found);
    }

    private List<Integer> positions(long[] ids) {
        List<String> symbols = tokenizer.decode(ids);
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            String symbol = symbols.get(i);
            if (!symbol.isEmpty() && Character.isLetter(symbol.codePointAt(0))) {
                positions.add(i);
            }
        }
        return positions;
    }

    /**
     * The share of one sound.
     *
     * @param magnitudes of the sound, [bins][frames]
     * @param speaker    of the sound; null where the voice has one
     * @return 0 to 1; NaN where the text has no letter, no other letter is known, or the sound has fewer frames than the text has tokens
     */
    public double of(RecordedUtterance utterance, float[][] magnitudes, Integer speaker) {
        List<long[]> texts = withDistractors(utterance);
        int frames = magnitudes[0].length;
        if (texts.size() < 2 || frames < utterance.inputIds().length) {
            return Double.NaN;
        }
        double[] likelihoods = likelihoods(texts, magnitudes, speaker);
        double points = 0;
        for (int i = 1; i < likelihoods.length; i++) {
            points += likelihoods[0] > likelihoods[i] ? 1 : likelihoods[0] == likelihoods[i] ? 0.5 : 0;
        }
        return points / (likelihoods.length - 1);
    }

    private double[] likelihoods(List<long[]> texts, float[][] magnitudes, Integer speaker) {
        int frames = magnitudes[0].length;
        float[] flat = new float[magnitudes.length * frames];
        for (int bin = 0; bin < magnitudes.length; bin++) {
            System.arraycopy(magnitudes[bin], 0, flat, bin * frames, frames);
        }
        try (NDManager scope = manager.newSubManager()) {
            NDArray sound = Ops.array(scope, flat, new Shape(1, magnitudes.length, frames));
            NDArray id = speaker == null ? null : Ops.array(scope, new long[] {speaker}, new Shape(1));
            return model.training().logLikelihoods(TokenBatch.of(scope, texts), sound, id);
        }
    }

    /** The text, and after it each that differs from it in a letter. */
    private List<long[]> withDistractors(RecordedUtterance utterance) {
        long[] ids = utterance.inputIds();
        List<long[]> texts = new ArrayList<>(List.of(ids));
        List<Integer> positions = positions(ids);
        SplittableRandom random = new SplittableRandom(Seeds.of(seed, "letters", utterance.id()));
        int count = letters.size() < 2 ? 0 : Math.min(MAX_LETTERS, positions.size());
        for (int i = 0; i < count; i++) {
            int position = positions.get((int) ((long) i * positions.size() / count));
            long[] other = ids.clone();
            int rank = random.nextInt(letters.size() - 1);
            int own = letters.indexOf(ids[position]);
            other[position] = letters.get(rank < own ? rank : rank + 1);
            texts.add(other);
        }
        return texts;
    }

    @Override
    public void close() {
        manager.close();
    }
}
