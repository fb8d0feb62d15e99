package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.engine.Scope;
import org.dengbej.vits.weights.Weights;

/** The prior's normalising flow: coupling layers with the channels reversed between them. It preserves volume. */
public final class Flow {

    private final List<CouplingLayer> flows = new ArrayList<>();

    public Flow(Weights weights, VitsConfig config) {
        for (int i = 0; i < config.priorEncoderNumFlows(); i++) {
            flows.add(new CouplingLayer(weights.at("flows", i), config));
        }
    }

    /** From the latents to the prior's space: x [B, C, F], mask [B, 1, F], speaker [B, S, 1] or null. */
    public NDArray forward(NDArray x, NDArray mask, NDArray speaker) {
        return Scope.of(() -> {
            NDArray latents = x;
            for (CouplingLayer flow : flows) {
                latents = flow.forward(latents, mask, speaker).flip(1);
            }
            return latents;
        });
    }

    /** From the prior's space to the latents': x [B, C, F], mask [B, 1, F], speaker [B, S, 1] or null. */
    public NDArray inverse(NDArray x, NDArray mask, NDArray speaker) {
        return Scope.of(() -> {
            List<CouplingLayer> reversed = new ArrayList<>(flows);
            Collections.reverse(reversed);
            NDArray latents = x;
            for (CouplingLayer flow : reversed) {
                latents = flow.inverse(latents.flip(1), mask, speaker);
            }
            return latents;
        });
    }
}
