package org.dengbej.vits.weights;

import java.util.LinkedHashMap;
import java.util.Map;
import org.dengbej.safetensors.Tensor;

/**
 * The layout of published voices, which every release of transformers opens: the WaveNets' convolutions as {@code weight_g} and
 * {@code weight_v}, all others fused, everything float32.
 */
public final class PublishedLayout {

    private static final String GAIN = ".weight_g";
    private static final String DIRECTION = ".weight_v";
    private static final String FUSED = ".weight";

    private PublishedLayout() {}

    /** The same tensors in that layout, whatever their spelling; made when they are read. */
    public static Map<String, Tensor> of(Map<String, Tensor> tensors) {
        Map<String, Tensor> legacy = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> legacy.put(legacy(name), tensor));
        Map<String, Tensor> published = new LinkedHashMap<>();
        legacy.forEach((name, tensor) -> {
            String layer = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : "";
            long[] shape = tensor.shape();
            if (normed(layer) && name.endsWith(FUSED)) {
                long[] gain = WeightNorm.gainShape(shape);
                published.put(layer + GAIN, Tensor.fetched(gain, () -> WeightNorm.norms(tensor.toFloats(), shape[0])));
                published.put(layer + DIRECTION, Tensor.fetched(shape, tensor::toFloats));
            } else if (!normed(layer) && name.endsWith(DIRECTION) && legacy.containsKey(layer + GAIN)) {
                Tensor gain = legacy.get(layer + GAIN);
                published.put(
                        layer + FUSED,
                        Tensor.fetched(shape, () -> WeightNorm.fuse(gain.toFloats(), tensor.toFloats())));
            } else if (normed(layer) || !name.endsWith(GAIN)) {
                published.put(name, Tensor.fetched(shape, tensor::toFloats));
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
