package org.dengbej.vits.original;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of the original code's tensors, and what transformers calls them.
 *
 * <p>A name is a layer and a part of it; numbers in a layer's name stand for themselves. The original counts the flips between its
 * flows, transformers does not.
 */
final class OriginalNames {

    private static final Pattern NAME =
            Pattern.compile("(.+?)\\.(parametrizations\\.weight\\.original[01]|[^.]+)", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("(?<=\\.)[0-9]{1,4}(?=\\.|$)");
    private static final String ANY = "*";

    private static final Map<String, String> PARTS = Map.ofEntries(
            Map.entry("weight", "weight"),
            Map.entry("bias", "bias"),
            Map.entry("weight_g", "weight_g"),
            Map.entry("weight_v", "weight_v"),
            Map.entry("parametrizations.weight.original0", "weight_g"),
            Map.entry("parametrizations.weight.original1", "weight_v"),
            Map.entry("gamma", "weight"),
            Map.entry("beta", "bias"),
            Map.entry("emb_rel_k", "emb_rel_k"),
            Map.entry("emb_rel_v", "emb_rel_v"),
            Map.entry("m", "translate"),
            Map.entry("logs", "log_scale"));

    private final Map<String, String> layers;

    private OriginalNames(Map<String, String> layers) {
        this.layers = Map.copyOf(layers);
    }

    /** Those of a generator. {@code all}: its names, as they tell which of the two duration predictors it has. */
    static OriginalNames ofGenerator(Collection<String> all) {
        Map<String, String> layers = new LinkedHashMap<>();
        layers.put("enc_p.emb", "text_encoder.embed_tokens");
        layers.put("enc_p.proj", "text_encoder.project");
        putTextEncoderLayer(layers, "enc_p.encoder.", "text_encoder.encoder.layers.*.");
        if (all.contains("dp.pre.weight")) {
            putFlowingDurations(layers, "dp.", "duration_predictor.");
        } else {
            for (String layer : List.of("conv_1", "norm_1", "conv_2", "norm_2", "proj")) {
                layers.put("dp." + layer, "duration_predictor." + layer);
            }
        }
        layers.put("dp.cond", "duration_predictor.cond");
        layers.put("flow.flows.*.pre", "flow.flows.*.conv_pre");
        layers.put("flow.flows.*.post", "flow.flows.*.conv_post");
        putWaveNet(layers, "flow.flows.*.enc.", "flow.flows.*.wavenet.");
        layers.put("enc_q.pre", "posterior_encoder.conv_pre");
        layers.put("enc_q.proj", "posterior_encoder.conv_proj");
        putWaveNet(layers, "enc_q.enc.", "posterior_encoder.wavenet.");
        layers.put("dec.conv_pre", "decoder.conv_pre");
        layers.put("dec.ups.*", "decoder.upsampler.*");
        layers.put("dec.resblocks.*.convs1.*", "decoder.resblocks.*.convs1.*");
        layers.put("dec.resblocks.*.convs2.*", "decoder.resblocks.*.convs2.*");
        layers.put("dec.conv_post", "decoder.conv_post");
        layers.put("dec.cond", "decoder.cond");
        layers.put("emb_g", "embed_speaker");
        return new OriginalNames(layers);
    }

    /** Those of the discriminators. */
    static OriginalNames ofDiscriminator() {
        return new OriginalNames(Map.of(
                "discriminators.*.convs.*", "discriminators.*.convs.*",
                "discriminators.*.conv_post", "discriminators.*.final_conv"));
    }

    private static void putTextEncoderLayer(Map<String, String> layers, String original, String ours) {
        layers.put(original + "attn_layers.*", ours + "attention");
        layers.put(original + "attn_layers.*.conv_q", ours + "attention.q_proj");
        layers.put(original + "attn_layers.*.conv_k", ours + "attention.k_proj");
        layers.put(original + "attn_layers.*.conv_v", ours + "attention.v_proj");
        layers.put(original + "attn_layers.*.conv_o", ours + "attention.out_proj");
        layers.put(original + "norm_layers_1.*", ours + "layer_norm");
        layers.put(original + "ffn_layers.*.conv_1", ours + "feed_forward.conv_1");
        layers.put(original + "ffn_layers.*.conv_2", ours + "feed_forward.conv_2");
        layers.put(original + "norm_layers_2.*", ours + "final_layer_norm");
    }

    /** The flows of durations, and those of training that begin with {@code post_}. */
    private static void putFlowingDurations(Map<String, String> layers, String predictor, String ours) {
        for (String post : List.of("", "post_")) {
            layers.put(predictor + post + "pre", ours + post + "conv_pre");
            layers.put(predictor + post + "proj", ours + post + "conv_proj");
            putSeparable(layers, predictor + post + "convs.", ours + post + "conv_dds.");
            layers.put(predictor + post + "flows.*", ours + post + "flows.*");
            layers.put(predictor + post + "flows.*.pre", ours + post + "flows.*.conv_pre");
            layers.put(predictor + post + "flows.*.proj", ours + post + "flows.*.conv_proj");
            putSeparable(layers, predictor + post + "flows.*.convs.", ours + post + "flows.*.conv_dds.");
        }
    }

    private static void putSeparable(Map<String, String> layers, String original, String ours) {
        layers.put(original + "convs_sep.*", ours + "convs_dilated.*");
        layers.put(original + "convs_1x1.*", ours + "convs_pointwise.*");
        layers.put(original + "norms_1.*", ours + "norms_1.*");
        layers.put(original + "norms_2.*", ours + "norms_2.*");
    }

    private static void putWaveNet(Map<String, String> layers, String original, String ours) {
        for (String layer : List.of("in_layers.*", "res_skip_layers.*", "cond_layer")) {
            layers.put(original + layer, ours + layer);
        }
    }

    /** The tensor's name in transformers; empty when the name is none of the original's. */
    Optional<String> renamed(String original) {
        Matcher name = NAME.matcher(original);
        if (!name.matches() || !PARTS.containsKey(name.group(2))) {
            return Optional.empty();
        }
        String layer = layers.get(NUMBER.matcher(name.group(1)).replaceAll(ANY));
        List<Integer> numbers = numbers(name.group(1));
        if (layer == null || !countWithoutFlips(name.group(1), numbers)) {
            return Optional.empty();
        }
        for (int number : numbers) {
            layer = layer.replaceFirst("\\*", Integer.toString(number));
        }
        return Optional.of(layer + "." + PARTS.get(name.group(2)));
    }

    private static List<Integer> numbers(String layer) {
        List<Integer> numbers = new ArrayList<>();
        NUMBER.matcher(layer).results().forEach(number -> numbers.add(Integer.parseInt(number.group())));
        return numbers;
    }

    /** The first flow of durations is an affine one; then each is followed by a flip, as are all flows of latents. False: a flip. */
    private static boolean countWithoutFlips(String layer, List<Integer> numbers) {
        if (layer.startsWith("flow.flows.")) {
            int flow = numbers.get(0);
            numbers.set(0, flow / 2);
            return flow % 2 == 0;
        }
        if (layer.startsWith("dp.flows.") || layer.startsWith("dp.post_flows.")) {
            int flow = numbers.get(0);
            numbers.set(0, (flow + 1) / 2);
            return flow == 0 || flow % 2 == 1;
        }
        return true;
    }
}
