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

    private static final int[] PER_ITEM = {1, 2};
    private static final double MIN_DURATION = 1e-5;

    /**
     * Whole numbers made continuous.
     *
     * @param fraction     what is taken off each duration, from 0 to 1, [B, 1, T]
     * @param augmentation the second channel, [B, 1, T]
     * @param logDensity   of the draw, [B]
     */
    private record Dequantized(NDArray fraction, NDArray augmentation, NDArray logDensity) {}

    /** The variational posterior, used in training alone. */
    private record Posterior(
            Conv1d convPre, Conv1d convProj, DilatedDepthSeparableConv convDds, List<DurationFlow> flows) {

        Dequantized dequantize(NDArray durations, NDArray mask, NDArray condition, NDArray noise) {
            NDArray hidden = convProj.forward(convDds.forward(convPre.forward(durations), mask, null))
                    .mul(mask);
            DurationFlow.Image image = through(flows, noise, mask, condition.add(hidden));
            NDArray u = Ops.slice(image.z(), 1, 0, 1);
            NDArray sigmoid = u.getNDArrayInternal().sigmoid();
            // ln sigmoid(u) + ln sigmoid(-u), the slope of the sigmoid, without overflow
            NDArray logSlope = u.neg()
                    .getNDArrayInternal()
                    .softPlus()
                    .add(u.getNDArrayInternal().softPlus())
                    .neg();
            NDArray stretch = image.logDeterminant().add(logSlope.mul(mask).sum(PER_ITEM));
            NDArray logDensity = normalSurprise(noise, mask).neg().sub(stretch);
            return new Dequantized(sigmoid, Ops.slice(image.z(), 1, 1, 2), logDensity);
        }

        static Posterior of(Weights weights, VitsConfig config) {
            long hidden = config.hiddenSize();
            return new Posterior(
                    Conv1d.pointwise(weights.at("post_conv_pre"), 1, hidden),
                    Conv1d.pointwise(weights.at("post_conv_proj"), hidden, hidden),
                    new DilatedDepthSeparableConv(
                            weights.at("post_conv_dds"), config, config.durationPredictorDropout()),
                    chain(weights, "post_flows", config));
        }
    }

    StochasticDurationPredictor(Weights weights, VitsConfig config) {
        long hidden = config.hiddenSize();
        convPre = Conv1d.pointwise(weights.at("conv_pre"), hidden, hidden);
        convProj = Conv1d.pointwise(weights.at("conv_proj"), hidden, hidden);
        convDds = new DilatedDepthSeparableConv(weights.at("conv_dds"), config, config.durationPredictorDropout());
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

    @Override
    public NDArray loss(NDArray hidden, NDArray mask, NDArray speaker, NDArray durations, NDArray noise) {
        return Scope.of(() -> {
            NDArray condition = condition(hidden, mask, speaker);
            Dequantized dequantized = posterior.dequantize(durations, mask, condition, noise.mul(mask));
            NDArray rest = Ops.clamp(durations.sub(dequantized.fraction).mul(mask), MIN_DURATION, Float.MAX_VALUE);
            NDArray logs = rest.log().mul(mask);
            DurationFlow.Image image = through(flows, logs.concat(dequantized.augmentation, 1), mask, condition);
            NDArray likelihood = image.logDeterminant().sub(logs.sum(PER_ITEM));
            return normalSurprise(image.z(), mask).sub(likelihood).add(dequantized.logDensity);
        });
    }

    private static DurationFlow.Image through(List<DurationFlow> flows, NDArray from, NDArray mask, NDArray condition) {
        DurationFlow.Image image = flows.get(0).forward(from, mask, condition);
        NDArray z = image.z();
        NDArray logDeterminant = image.logDeterminant();
        for (DurationFlow flow : flows.subList(1, flows.size())) {
            image = flow.forward(z, mask, condition);
            z = image.z().flip(1);
            logDeterminant = logDeterminant.add(image.logDeterminant());
        }
        return new DurationFlow.Image(z, logDeterminant);
    }

    /** Minus the logarithm of the standard normal density, summed over each item: z [B, C, T] to [B]. */
    private static NDArray normalSurprise(NDArray z, NDArray mask) {
        return Ops.times(z.square().add(Math.log(2 * Math.PI)).mul(mask).sum(PER_ITEM), 0.5);
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
