package org.dengbej.vits.weights;

import java.util.LinkedHashMap;
import java.util.Map;
import org.dengbej.events.safetensors.Tensor;

/**
 * The layout of published voices, which every release of transformers opens: the WaveNets' convolutions as {@code weight_g} and
 * {@code weight_v}, all others fused, everything float32.
 */
public final class PublishedLayout {

    private static final String GAIN = ".weight_g";
    private static final String DIRECTION = ".weight_v";
    private static final String FUSED = ".weight";

    private PublishedLayout() {}

    /** The same tensors in that layout, whatever their spelling. */
    public static Map<String, Tensor> of(Map<String, Tensor> tensors) {
        Map<String, Tensor> legacy = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> legacy.put(legacy(name), tensor));
        Map<String, Tensor> published = new LinkedHashMap<>();
        legacy.forEach((name, tensor) -> {
            String layer = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : "";
            if (normed(layer) && name.endsWith(FUSED)) {
                float[] v = tensor.toFloats();
                long[] shape = tensor.shape();
                published.put(layer + GAIN, Tensor.of(WeightNorm.norms(v, shape[0]), WeightNorm.gainShape(shape)));
                published.put(layer + DIRECTION, Tensor.of(v, shape));
            } else if (!normed(layer) && name.endsWith(DIRECTION) && legacy.containsKey(layer + GAIN)) {
                float[] g = legacy.get(layer + GAIN).toFloats();
                published.put(layer + FUSED, Tensor.of(WeightNorm.fuse(g, tensor.toFloats()), tensor.shape()));
            } else if (normed(layer) || !name.endsWith(GAIN)) {
                published.put(name, Tensor.of(tensor.toFloats(), tensor.shape()));
            }
        });
        return published;
    }

    /** The parametrizations' spelling of weight norm's two tensors is renamed to the older one. */
    static String legacy(String name) {
        return name.replaceFirst("\\.parametrizations\\.weight\\.original0$", GAIN)
                .replaceFirst("\\.parametrizations\\.weight\\.original1$", DIRECTION);
    }

    private static boolean normed(String layer) {
        return layer.contains(".wavenet.");
    }
}
