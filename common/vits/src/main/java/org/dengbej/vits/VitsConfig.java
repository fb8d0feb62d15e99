package org.dengbej.vits;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dengbej.speech.folder.JsonFault;
import org.dengbej.speech.folder.ModelConfig;
import org.dengbej.speech.text.InvalidTokenizerException;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.vits.layers.Activation;

/**
 * {@code config.json} of a VITS model folder, as Hugging Face's transformers writes it. A key that is absent has the value of
 * the published MMS voices; a key that is not ours is kept and written back.
 *
 * @param vocabSize                        tokens
 * @param hiddenSize                       channels of text encoder, WaveNets and duration predictor
 * @param numHiddenLayers                  of the text encoder
 * @param numAttentionHeads                divides hiddenSize
 * @param windowSize                       farthest relative position that attention knows; 0: none
 * @param useBias                          in attention's projections
 * @param ffnDim                           channels inside a feed-forward block
 * @param layerdrop                        probability that training leaves out an encoder layer
 * @param ffnKernelSize                    of the feed-forward convolutions
 * @param flowSize                         channels of the latents; even
 * @param spectrogramBins                  n_fft / 2 + 1 of the posterior encoder's spectrogram
 * @param hiddenAct                        of the feed-forward block, one of {@link Activation}
 * @param hiddenDropout                    probability, training only
 * @param attentionDropout                 probability, training only
 * @param activationDropout                probability, training only
 * @param initializerRange                 standard deviation of new linear layers
 * @param layerNormEps                     of encoder and plain duration predictor
 * @param useStochasticDurationPrediction  flows, or two convolutions
 * @param numSpeakers                      at least 1
 * @param speakerEmbeddingSize             0: no speaker conditioning
 * @param upsampleInitialChannel           halved at every stage
 * @param upsampleRates                    one a stage; their product is the hop
 * @param upsampleKernelSizes              one a stage
 * @param resblockKernelSizes              odd
 * @param resblockDilationSizes            one list a kernel
 * @param leakyReluSlope                   of the decoder
 * @param depthSeparableChannels           of the duration flows: 2
 * @param depthSeparableNumLayers          of a dilated depth-separable block
 * @param durationPredictorFlowBins        of a spline
 * @param durationPredictorTailBound       beyond it a spline is the identity
 * @param durationPredictorKernelSize      odd; also the base of the dilations
 * @param durationPredictorDropout         probability, training only
 * @param durationPredictorNumFlows        spline flows
 * @param durationPredictorFilterChannels  of the plain duration predictor
 * @param priorEncoderNumFlows             coupling layers
 * @param priorEncoderNumWavenetLayers     of each of them
 * @param posteriorEncoderNumWavenetLayers of the posterior encoder
 * @param wavenetKernelSize                odd
 * @param wavenetDilationRate              layer i is dilated by rate^i
 * @param wavenetDropout                   probability, training only
 * @param speakingRate                     durations are divided by it
 * @param noiseScale                       of the prior, in synthesis
 * @param noiseScaleDuration               of the durations, in synthesis
 * @param samplingRate                     Hz
 * @param padTokenId                       token whose embedding is not trained; null: none
 * @param other                            keys that are not ours
 */
@JsonNaming(SnakeCaseStrategy.class)
public record VitsConfig(
        int vocabSize,
        int hiddenSize,
        int numHiddenLayers,
        int numAttentionHeads,
        int windowSize,
        boolean useBias,
        int ffnDim,
        double layerdrop,
        int ffnKernelSize,
        int flowSize,
        int spectrogramBins,
        String hiddenAct,
        double hiddenDropout,
        double attentionDropout,
        double activationDropout,
        double initializerRange,
        double layerNormEps,
        boolean useStochasticDurationPrediction,
        int numSpeakers,
        int speakerEmbeddingSize,
        int upsampleInitialChannel,
        List<Integer> upsampleRates,
        List<Integer> upsampleKernelSizes,
        List<Integer> resblockKernelSizes,
        List<List<Integer>> resblockDilationSizes,
        double leakyReluSlope,
        int depthSeparableChannels,
        int depthSeparableNumLayers,
        int durationPredictorFlowBins,
        double durationPredictorTailBound,
        int durationPredictorKernelSize,
        double durationPredictorDropout,
        int durationPredictorNumFlows,
        int durationPredictorFilterChannels,
        int priorEncoderNumFlows,
        int priorEncoderNumWavenetLayers,
        int posteriorEncoderNumWavenetLayers,
        int wavenetKernelSize,
        int wavenetDilationRate,
        double wavenetDropout,
        double speakingRate,
        double noiseScale,
        double noiseScaleDuration,
        int samplingRate,
        @JsonInclude(JsonInclude.Include.NON_NULL) Integer padTokenId,
        @JsonAnySetter @JsonAnyGetter Map<String, Object> other) {

    public static final String FILE = ModelConfig.FILE;

    private static final ObjectMapper JSON = new ObjectMapper();

    public VitsConfig {
        upsampleRates = List.copyOf(upsampleRates);
        upsampleKernelSizes = List.copyOf(upsampleKernelSizes);
        resblockKernelSizes = List.copyOf(resblockKernelSizes);
        resblockDilationSizes = resblockDilationSizes.stream().map(List::copyOf).toList();
        other = other == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(other));
        VitsConfigRules.positive("vocab_size", vocabSize);
        VitsConfigRules.positive("hidden_size", hiddenSize);
        VitsConfigRules.positive("num_hidden_layers", numHiddenLayers);
        VitsConfigRules.positive("num_attention_heads", numAttentionHeads);
        VitsConfigRules.positive("ffn_dim", ffnDim);
        VitsConfigRules.positive("ffn_kernel_size", ffnKernelSize);
        VitsConfigRules.positive("spectrogram_bins", spectrogramBins);
        VitsConfigRules.positive("num_speakers", numSpeakers);
        VitsConfigRules.positive("depth_separable_num_layers", depthSeparableNumLayers);
        VitsConfigRules.positive("duration_predictor_flow_bins", durationPredictorFlowBins);
        VitsConfigRules.positive("duration_predictor_num_flows", durationPredictorNumFlows);
        VitsConfigRules.positive("duration_predictor_filter_channels", durationPredictorFilterChannels);
        VitsConfigRules.positive("prior_encoder_num_flows", priorEncoderNumFlows);
        VitsConfigRules.positive("prior_encoder_num_wavenet_layers", priorEncoderNumWavenetLayers);
        VitsConfigRules.positive("posterior_encoder_num_wavenet_layers", posteriorEncoderNumWavenetLayers);
        VitsConfigRules.positive("wavenet_dilation_rate", wavenetDilationRate);
        VitsConfigRules.positive("sampling_rate", samplingRate);
        VitsConfigRules.positive("speaking_rate", speakingRate);
        VitsConfigRules.positive("duration_predictor_tail_bound", durationPredictorTailBound);
        VitsConfigRules.odd("wavenet_kernel_size", wavenetKernelSize);
        VitsConfigRules.odd("duration_predictor_kernel_size", durationPredictorKernelSize);
        resblockKernelSizes.forEach(kernel -> VitsConfigRules.odd("resblock_kernel_sizes", kernel));
        VitsConfigRules.that(windowSize >= 0, "window_size must be at least 0, found %d", windowSize);
        VitsConfigRules.that(
                hiddenSize % numAttentionHeads == 0,
                "hidden_size %d must be a multiple of num_attention_heads %d",
                hiddenSize,
                numAttentionHeads);
        VitsConfigRules.that(flowSize > 0 && flowSize % 2 == 0, "flow_size must be even, found %d", flowSize);
        VitsConfigRules.that(
                depthSeparableChannels == 2,
                "depth_separable_channels must be 2, as durations are flowed in pairs; found %d",
                depthSeparableChannels);
        VitsConfigRules.that(
                !upsampleRates.isEmpty() && upsampleRates.size() == upsampleKernelSizes.size(),
                "upsample_rates %s and upsample_kernel_sizes %s must be of one length",
                upsampleRates,
                upsampleKernelSizes);
        for (int stage = 0; stage < upsampleRates.size(); stage++) {
            VitsConfigRules.positive("upsample_rates", upsampleRates.get(stage));
            VitsConfigRules.that(
                    upsampleKernelSizes.get(stage) >= upsampleRates.get(stage),
                    "upsample_kernel_sizes %s must be at least upsample_rates %s",
                    upsampleKernelSizes,
                    upsampleRates);
        }
        VitsConfigRules.that(
                upsampleInitialChannel >> upsampleRates.size() > 0,
                "upsample_initial_channel %d cannot be halved %d times",
                upsampleInitialChannel,
                upsampleRates.size());
        VitsConfigRules.that(
                !resblockKernelSizes.isEmpty() && resblockKernelSizes.size() == resblockDilationSizes.size(),
                "resblock_kernel_sizes %s and resblock_dilation_sizes %s must be of one length",
                resblockKernelSizes,
                resblockDilationSizes);
        VitsConfigRules.that(
                numSpeakers == 1 || speakerEmbeddingSize > 0,
                "%d speakers need a speaker_embedding_size of more than 0",
                numSpeakers);
        Activation.named(hiddenAct);
    }

    /** Reads {@code config.json} of a model folder, in Hugging Face's layout or the original code's. */
    public static VitsConfig read(Path folder) {
        return read(folder, Map.of());
    }

    /** {@code otherwise}: values of keys that the file leaves open. */
    static VitsConfig read(Path folder, Map<String, Integer> otherwise) {
        Path file = folder.resolve(FILE);
        try {
            ObjectNode json = ModelConfig.read(folder);
            otherwise.forEach((key, value) -> json.putIfAbsent(key, json.numberNode(value)));
            if (!json.has("vocab_size")) {
                json.put("vocab_size", Tokenizer.read(folder).vocabSize());
            }
            return parse(json);
        } catch (InvalidTokenizerException e) {
            throw new InvalidVoiceException(e.getMessage(), e);
        } catch (IOException e) {
            throw new InvalidVoiceException("[%s] %s".formatted(file, JsonFault.of(e)), e);
        } catch (IllegalArgumentException e) {
            throw new InvalidVoiceException("[%s] %s".formatted(file, e.getMessage()), e);
        }
    }

    /**
     * The configuration that a JSON object describes.
     *
     * @throws IllegalArgumentException naming the key, what was expected and what was found
     */
    public static VitsConfig parse(JsonNode json) {
        VitsConfigRules.that(json.isObject(), "expected a JSON object, found %s", json.getNodeType());
        String type = json.path("model_type").asText("vits");
        VitsConfigRules.that(type.equals("vits"), "model_type must be vits, found %s", type);
        ObjectNode merged = published();
        merged.setAll((ObjectNode) json);
        try {
            return JSON.treeToValue(merged, VitsConfig.class);
        } catch (JacksonException e) {
            Throwable cause = e.getCause() instanceof IllegalArgumentException ? e.getCause() : e;
            throw new IllegalArgumentException(cause.getMessage(), e);
        }
    }

    /** Writes {@code config.json}. */
    public void write(Path folder) throws IOException {
        Files.write(folder.resolve(FILE), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
    }

    /** The architecture of the published MMS voices, 36 M parameters. */
    public static VitsConfig mms(int vocabSize) {
        return parse(JSON.createObjectNode().put("vocab_size", vocabSize));
    }

    /** A small voice that learns on two cores, 4 M parameters. */
    public static VitsConfig demo(int vocabSize) {
        ObjectNode json = resource("demo-config.json");
        return parse(json.put("vocab_size", vocabSize));
    }

    /** The same with another number of speakers. */
    public VitsConfig withNumSpeakers(int speakers) {
        return with("num_speakers", speakers);
    }

    /** The same with another size of a speaker's embedding; 0: not conditioned on its speaker. */
    public VitsConfig withSpeakerEmbeddingSize(int size) {
        return with("speaker_embedding_size", size);
    }

    private VitsConfig with(String key, int value) {
        ObjectNode json = JSON.valueToTree(this);
        return parse(json.put(key, value));
    }

    /** Samples of waveform for one frame of latents. */
    @JsonIgnore
    public int hopSamples() {
        return upsampleRates.stream().reduce(1, Math::multiplyExact);
    }

    private static ObjectNode published() {
        return resource("mms-config.json");
    }

    private static ObjectNode resource(String name) {
        try (InputStream in = VitsConfig.class.getResourceAsStream(name)) {
            return (ObjectNode) JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
