package org.dengbej.vits;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.dengbej.vits.engine.Autograd;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.engine.Precision;
import org.dengbej.vits.engine.Scope;
import org.dengbej.vits.engine.Torch;
import org.dengbej.vits.layers.DurationPredictor;
import org.dengbej.vits.layers.Flow;
import org.dengbej.vits.layers.HifiGan;
import org.dengbej.vits.layers.PosteriorEncoder;
import org.dengbej.vits.layers.SpeakerEmbedding;
import org.dengbej.vits.layers.TextEncoder;
import org.dengbej.vits.weights.Parameters;
import org.dengbej.vits.weights.SavedWeights;
import org.dengbej.vits.weights.TrainingMode;
import org.dengbej.vits.weights.WeightSource;
import org.dengbej.vits.weights.Weights;

/**
 * VITS (Kim et al. 2021) on a device. In shapes: B items, T tokens, F frames of latents, H hidden channels, C latent channels, S
 * channels of a speaker's embedding.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class VitsModel implements AutoCloseable {

    /** Beyond this a text's durations are nonsense, and would take all memory: ten minutes at the MMS voices' hop. */
    private static final long MAX_FRAMES = 37_500;

    private final VitsConfig config;
    private final Speakers speakers;
    private final NDManager manager;
    private final Parameters parameters;
    private final TextEncoder textEncoder;
    private final Flow flow;
    private final HifiGan decoder;
    private final DurationPredictor durationPredictor;
    private final SpeakerEmbedding speakerEmbedding;
    private final PosteriorEncoder posteriorEncoder;
    private final TrainingMode trainingMode;

    /**
     * Builds the model.
     *
     * @throws InvalidVoiceException naming every tensor that is missing, not known, or of another shape than expected
     */
    public VitsModel(VitsConfig config, WeightSource source, Device device, Precision precision) {
        this(config, Speakers.unnamed(config.numSpeakers()), source, device, layer -> false, precision);
    }

    private VitsModel(
            VitsConfig config,
            Speakers speakers,
            WeightSource source,
            Device device,
            Predicate<String> normed,
            Precision precision) {
        this.config = config;
        this.speakers = speakers;
        manager = Torch.newManager(device);
        try {
            Weights weights = new Weights(source, manager, normed, precision);
            textEncoder = new TextEncoder(weights.at("text_encoder"), config);
            flow = new Flow(weights.at("flow"), config);
            decoder = new HifiGan(weights.at("decoder"), config);
            durationPredictor =
                    DurationPredictor.of(weights.at("duration_predictor").inFloat32(), config);
            speakerEmbedding = new SpeakerEmbedding(weights.at("embed_speaker"), config);
            posteriorEncoder = new PosteriorEncoder(weights.at("posterior_encoder"), config);
            parameters = weights.parameters();
            trainingMode = weights.trainingMode();
            refuse(source.problems());
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** The model of a voice; see the constructor. */
    public static VitsModel of(Voice voice, Device device) {
        return of(voice, device, Precision.FLOAT32);
    }

    /** The same, with large products in another precision. */
    public static VitsModel of(Voice voice, Device device, Precision precision) {
        return of(voice, device, layer -> false, precision);
    }

    /** The same with weight norm on the decoder, as VITS was trained; {@link Voice#write} takes it off again. */
    public static VitsModel forTraining(Voice voice, Device device, Precision precision) {
        return of(voice, device, VitsModel::normedInTraining, precision);
    }

    private static VitsModel of(Voice voice, Device device, Predicate<String> normed, Precision precision) {
        return new VitsModel(
                voice.config(), voice.speakers(), new SavedWeights(voice.tensors()), device, normed, precision);
    }

    private static boolean normedInTraining(String layer) {
        return layer.startsWith("decoder.upsampler.") || layer.startsWith("decoder.resblocks.");
    }

    static void refuse(List<String> problems) {
        if (!problems.isEmpty()) {
            int shown = Math.min(problems.size(), 20);
            throw new InvalidVoiceException("%d of the voice's tensors cannot be used: %s%s"
                    .formatted(
                            problems.size(),
                            String.join("; ", problems.subList(0, shown)),
                            problems.size() > shown ? "; ..." : ""));
        }
    }

    public VitsConfig config() {
        return config;
    }

    public Speakers speakers() {
        return speakers;
    }

    public Device device() {
        return manager.getDevice();
    }

    /** Every tensor that a voice holds, also those that an objective leaves alone. */
    public Parameters parameters() {
        return parameters;
    }

    /**
     * Speaks texts, all of them as the speaker of the options. Recorded where the thread records, but for the durations: they are whole
     * numbers, so no gradient passes.
     *
     * @param draws    of {@link Draws.Purpose#DURATION} [B, 2, T] and {@link Draws.Purpose#PRIOR} [B, C, F]
     * @return arrays that belong to the texts' manager
     */
    public SynthesisOutput speak(TokenBatch texts, SynthesisOptions delivery, Draws draws) {
        return speak(texts, delivery, speakerId(delivery.speaker(), texts.ids().getManager()), draws);
    }

    /**
     * The same, each text as a speaker of its own.
     *
     * @param speakerIds int64 [B]; null where the voice has one speaker
     */
    public SynthesisOutput speak(TokenBatch texts, SynthesisOptions delivery, NDArray speakerIds, Draws draws) {
        if (texts.highestId() >= config.vocabSize()) {
            throw new IllegalArgumentException(
                    "token ids must be less than vocab_size %d, found %d; the tokenizer is of another voice"
                            .formatted(config.vocabSize(), texts.highestId()));
        }
        NDManager to = texts.ids().getManager();
        float[][][] durations = new float[1][][];
        long[][] lengths = new long[1][];
        NDList arrays = Scope.list(() -> {
            NDArray speaker = speakerEmbedding.forward(speakerIds);
            TextEncoder.Encoding text = textEncoder.forward(texts.ids(), texts.mask());
            durations[0] = durations(text, texts, speaker, delivery, draws);
            Alignment alignment = Alignment.of(to, durations[0]);
            lengths[0] = alignment.lengths();
            NDArray latents = latents(text, alignment, speaker, delivery, draws);
            NDArray waveform = decoder.forward(latents, speaker);
            return new NDList(waveform.squeeze(1), latents);
        });
        arrays.attach(to);
        long[] samples = Arrays.stream(lengths[0])
                .map(frames -> frames * config.hopSamples())
                .toArray();
        return new SynthesisOutput(arrays.get(0), arrays.get(1), durations[0], samples);
    }

    /** The training forward of this model. */
    public TrainingForward training() {
        return new TrainingForward(
                config,
                textEncoder,
                speakerEmbedding,
                posteriorEncoder,
                flow,
                durationPredictor,
                decoder,
                trainingMode);
    }

    private float[][] durations(
            TextEncoder.Encoding text, TokenBatch texts, NDArray speaker, SynthesisOptions delivery, Draws draws) {
        int items = texts.items();
        int length = texts.length();
        NDArray noise = config.useStochasticDurationPrediction()
                ? noise(draws, Draws.Purpose.DURATION, delivery.noiseScaleDuration(), texts.mask(), items, 2, length)
                : null;
        NDArray exact = Autograd.off(() -> Scope.of(() -> Ops.times(
                durationPredictor
                        .logDurations(text.hidden(), texts.mask(), speaker, noise)
                        .exp()
                        .mul(texts.mask()),
                1 / delivery.speakingRate())));
        float[] flat = exact.toFloatArray();
        float[][] durations = new float[items][length];
        for (int item = 0; item < items; item++) {
            double frames = 0;
            for (int token = 0; token < length; token++) {
                durations[item][token] = (float) Math.ceil(flat[item * length + token]);
                frames += durations[item][token];
            }
            if (!(frames <= MAX_FRAMES)) {
                throw new IllegalStateException(
                        "a text of %d tokens would take %s frames, at most %d are spoken; this voice is not fit to speak"
                                .formatted(length, frames, MAX_FRAMES));
            }
        }
        return durations;
    }

    private NDArray latents(
            TextEncoder.Encoding text, Alignment alignment, NDArray speaker, SynthesisOptions delivery, Draws draws) {
        return Scope.of(() -> {
            NDArray means = text.means().matMul(alignment.path());
            NDArray stds = text.logStds().matMul(alignment.path()).exp();
            Shape shape = means.getShape();
            NDArray noise = noise(
                    draws,
                    Draws.Purpose.PRIOR,
                    delivery.noiseScale(),
                    means,
                    (int) shape.get(0),
                    (int) shape.get(1),
                    (int) shape.get(2));
            return flow.inverse(means.add(noise.mul(stds)), alignment.frameMask(), speaker)
                    .mul(alignment.frameMask());
        });
    }

    private static NDArray noise(
            Draws draws, Draws.Purpose purpose, double scale, NDArray like, int items, int channels, int positions) {
        float[] numbers = draws.normal(purpose, items, channels, positions);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] *= (float) scale;
        }
        return Ops.array(like.getManager(), numbers, new Shape(items, channels, positions));
    }

    /** [1], or null where no speaker is asked for. */
    private NDArray speakerId(Integer id, NDManager to) {
        if (id == null) {
            return null;
        }
        if (id < 0 || id >= config.numSpeakers()) {
            throw new IllegalArgumentException(
                    "speaker must be from 0 to %d, found %d".formatted(config.numSpeakers() - 1, id));
        }
        return Ops.array(to, new long[] {id}, new Shape(1));
    }

    @Override
    public void close() {
        manager.close();
    }
}
