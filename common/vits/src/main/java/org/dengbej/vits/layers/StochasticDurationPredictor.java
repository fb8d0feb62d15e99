package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.engine.Scope;
import org.dengbej.vits.weights.Weights;

/** Durations as a flow's image of noise: the same text is spoken in many rhythms. */
final class StochasticDurationPredictor implements DurationPredictor {

    private final Conv1d convPre;
    private final Conv1d convProj;
    private final DilatedDepthSeparableConv convDds;
    private final Conv1d cond;
    private final List<DurationFlow> flows;
    private final Posterior posterior;

    /** The variational posterior, used in training alone. */
    private record Posterior(
            Conv1d convPre, Conv1d convProj, DilatedDepthSeparableConv convDds, List<DurationFlow> flows) {

        static Posterior of(Weights weights, VitsConfig config) {
            long hidden = config.hiddenSize();
            return new Posterior(
                    Conv1d.pointwise(weights.at("post_conv_pre"), 1, hidden),
                    Conv1d.pointwise(weights.at("post_conv_proj"), hidden, hidden),
                    new DilatedDepthSeparableConv(weights.at("post_conv_dds"), config),
                    chain(weights, "post_flows", config));
        }
    }

    StochasticDurationPredictor(Weights weights, VitsConfig config) {
        long hidden = config.hiddenSize();
        convPre = Conv1d.pointwise(weights.at("conv_pre"), hidden, hidden);
        convProj = Conv1d.pointwise(weights.at("conv_proj"), hidden, hidden);
        convDds = new DilatedDepthSeparableConv(weights.at("conv_dds"), config);
        long speaker = config.speakerEmbeddingSize();
        cond = speaker > 0 ? Conv1d.pointwise(weights.at("cond"), speaker, hidden) : null;
        flows = chain(weights, "flows", config);
        posterior = Posterior.of(weights, config);
    }

    private static List<DurationFlow> chain(Weights weights, String name, VitsConfig config) {
        List<DurationFlow> flows = new ArrayList<>();
        flows.add(new ElementwiseAffine(weights.at(name, 0), config.depthSeparableChannels()));
        for (int i = 1; i <= config.durationPredictorNumFlows(); i++) {
            flows.add(new ConvFlow(weights.at(name, i), config));
        }
        return List.copyOf(flows);
    }

    @Override
    public NDArray logDurations(NDArray hidden, NDArray mask, NDArray speaker, NDArray noise) {
        return Scope.of(() -> {
            NDArray condition = condition(hidden, mask, speaker);
            NDArray z = noise;
            for (DurationFlow flow : synthesisFlows()) {
                z = flow.inverse(z.flip(1), mask, condition);
            }
            return Ops.slice(z, 1, 0, 1);
        });
    }

    /** Last to first, without the first spline flow: the published voices were made that way. */
    private List<DurationFlow> synthesisFlows() {
        List<DurationFlow> reversed = new ArrayList<>();
        for (int i = flows.size() - 1; i > 1; i--) {
            reversed.add(flows.get(i));
        }
        reversed.add(flows.get(0));
        return reversed;
    }

    private NDArray condition(NDArray hidden, NDArray mask, NDArray speaker) {
        return Scope.of(() -> {
            NDArray x = convPre.forward(hidden.stopGradient());
            if (speaker != null) {
                x = x.add(cond.forward(speaker.stopGradient()));
            }
            return convProj.forward(convDds.forward(x, mask, null)).mul(mask);
        });
    }
}
