package org.dengbej.speech.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * {@code config.json} as the original VITS code has it, and MMS with it: the objects {@code train}, {@code data} and
 * {@code model}. What that code fixes in its source is not in it.
 */
public final class OriginalConfig {

    /** The original's keys of {@code model} and transformers'. */
    private static final Map<String, List<String>> KEYS = Map.ofEntries(
            Map.entry("inter_channels", List.of("flow_size")),
            Map.entry("hidden_channels", List.of("hidden_size")),
            Map.entry("filter_channels", List.of("ffn_dim")),
            Map.entry("n_heads", List.of("num_attention_heads")),
            Map.entry("n_layers", List.of("num_hidden_layers")),
            Map.entry("kernel_size", List.of("ffn_kernel_size")),
            Map.entry("p_dropout", List.of("hidden_dropout", "attention_dropout", "activation_dropout")),
            Map.entry("resblock_kernel_sizes", List.of("resblock_kernel_sizes")),
            Map.entry("resblock_dilation_sizes", List.of("resblock_dilation_sizes")),
            Map.entry("upsample_rates", List.of("upsample_rates")),
            Map.entry("upsample_initial_channel", List.of("upsample_initial_channel")),
            Map.entry("upsample_kernel_sizes", List.of("upsample_kernel_sizes")));

    private static final String RESBLOCK = "1";
    private static final String ROMANISED = ".uroman";

    private final ObjectNode json;

    OriginalConfig(ObjectNode json) {
        this.json = json;
    }

    static boolean is(JsonNode json) {
        return json.path("data").isObject() && json.path("model").isObject();
    }

    /**
     * Reads {@code config.json} of a folder.
     *
     * @throws IOException              when it cannot be read as JSON
     * @throws IllegalArgumentException when it is of another layout
     */
    public static OriginalConfig read(Path folder) throws IOException {
        ObjectNode json = ModelConfig.object(folder);
        if (!is(json)) {
            throw new IllegalArgumentException(
                    "expected the objects data and model, as the original VITS code has them");
        }
        return new OriginalConfig(json);
    }

    /** True when a blank stands around every symbol. */
    public boolean addBlank() {
        return json.at("/data/add_blank").asBoolean(true);
    }

    /** True when it was trained on romanised text; fairseq's MMS tells it by the name of the training list, too. */
    public boolean romanised() {
        return json.at("/data/training_files").asText().endsWith(ROMANISED);
    }

    /** In transformers' keys. */
    ObjectNode translated() {
        refuseWhatTransformersLacks();
        ObjectNode translated = JsonNodeFactory.instance.objectNode();
        KEYS.forEach((original, keys) -> keys.forEach(key -> translated.set(key, required("/model/" + original))));
        translated.put("sampling_rate", whole("/data/sampling_rate"));
        translated.put("spectrogram_bins", whole("/data/filter_length") / 2 + 1);
        translated.put("num_speakers", Math.max(1, json.at("/data/n_speakers").asInt(0)));
        translated.put("speaker_embedding_size", json.at("/model/gin_channels").asInt(0));
        translated.put(
                "use_stochastic_duration_prediction", json.at("/model/use_sdp").asBoolean(true));
        translated.put("layerdrop", 0.0); // an addition of transformers'
        if (json.at("/train/segment_size").isInt()) {
            translated.set("segment_size", json.at("/train/segment_size"));
        }
        return translated;
    }

    private void refuseWhatTransformersLacks() {
        String resblock = required("/model/resblock").asText();
        if (!resblock.equals(RESBLOCK)) {
            throw new IllegalArgumentException(
                    "model.resblock must be \"%s\", the only kind that transformers knows, found \"%s\""
                            .formatted(RESBLOCK, resblock));
        }
        int[] rates = new int[required("/model/upsample_rates").size()];
        Arrays.setAll(rates, i -> json.at("/model/upsample_rates/" + i).asInt());
        long product = Arrays.stream(rates).asLongStream().reduce(1, (a, b) -> a * b);
        if (product != whole("/data/hop_length")) {
            throw new IllegalArgumentException(
                    "data.hop_length must be the product of model.upsample_rates %s, found %d"
                            .formatted(Arrays.toString(rates), whole("/data/hop_length")));
        }
    }

    private JsonNode required(String pointer) {
        JsonNode value = json.at(pointer);
        if (value.isMissingNode() || value.isNull()) {
            throw new IllegalArgumentException("%s is missing".formatted(dotted(pointer)));
        }
        return value;
    }

    private int whole(String pointer) {
        JsonNode value = required(pointer);
        if (!value.isInt() || value.intValue() < 1) {
            throw new IllegalArgumentException(
                    "%s must be a whole number of at least 1, found %s".formatted(dotted(pointer), value));
        }
        return value.intValue();
    }

    private static String dotted(String pointer) {
        return pointer.substring(1).replace('/', '.');
    }
}
