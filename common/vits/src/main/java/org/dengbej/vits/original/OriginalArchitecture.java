package org.dengbej.vits.original;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.dengbej.safetensors.Tensor;

/** The architecture that the original code fixes in its source, so that its {@code config.json} does not tell it: read off the tensors. */
public final class OriginalArchitecture {

    private static final Map<String, Pattern> LAYERS = Map.of(
            "prior_encoder_num_flows", Pattern.compile("flow\\.flows\\.[0-9]+\\.conv_pre\\.bias"),
            "prior_encoder_num_wavenet_layers",
                    Pattern.compile("flow\\.flows\\.0\\.wavenet\\.in_layers\\.[0-9]+\\.bias"),
            "posterior_encoder_num_wavenet_layers",
                    Pattern.compile("posterior_encoder\\.wavenet\\.in_layers\\.[0-9]+\\.bias"),
            "duration_predictor_num_flows", Pattern.compile("duration_predictor\\.flows\\.[0-9]+\\.conv_pre\\.bias"));
    private static final String RELATIVE_KEYS = "text_encoder.encoder.layers.0.attention.emb_rel_k";

    private OriginalArchitecture() {}

    /** Keys of {@code config.json} and their values, where a generator's tensors, by transformers' names, tell them. */
    public static Map<String, Integer> of(Map<String, Tensor> generator) {
        Map<String, Integer> architecture = new LinkedHashMap<>();
        LAYERS.forEach((key, layer) -> {
            int count = count(generator.keySet(), layer);
            if (count > 0) {
                architecture.put(key, count);
            }
        });
        Tensor relativeKeys = generator.get(RELATIVE_KEYS);
        if (relativeKeys == null) {
            architecture.put("window_size", 0);
        } else if (relativeKeys.shape().length == 3) {
            architecture.put("window_size", (int) (relativeKeys.shape()[1] / 2));
        }
        return architecture;
    }

    private static int count(Set<String> names, Pattern layer) {
        return (int) names.stream().filter(layer.asMatchPredicate()).count();
    }
}
