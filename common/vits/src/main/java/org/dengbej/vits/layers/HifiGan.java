package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.engine.Precision;
import org.dengbej.vits.engine.Scope;
import org.dengbej.vits.weights.Init;
import org.dengbej.vits.weights.Weights;

/** Latents to waveform (Kong et al. 2020): transposed convolutions, each followed by the mean of some residual blocks. */
public final class HifiGan {

    /** Before the last convolution the slope is the framework's default, not the configuration's. */
    private static final float LAST_SLOPE = 0.01f;

    private static final int END_KERNEL = 7;

    private final Conv1d convPre;
    private final Conv1d cond;
    private final List<Stage> stages = new ArrayList<>();
    private final Conv1d convPost;

    public HifiGan(Weights weights, VitsConfig config) {
        long channels = config.upsampleInitialChannel();
        convPre = Conv1d.of(weights.at("conv_pre"), config.flowSize(), channels, END_KERNEL, 1);
        for (int i = 0; i < config.upsampleRates().size(); i++) {
            stages.add(new Stage(weights, i, config));
            channels = channels / 2;
        }
        convPost = Conv1d.withoutBias(weights.at("conv_post"), channels, 1, END_KERNEL);
        long speaker = config.speakerEmbeddingSize();
        cond = speaker > 0 ? Conv1d.pointwise(weights.at("cond"), speaker, config.upsampleInitialChannel()) : null;
    }

    /**
     * latents [B, C, F] to waveform [B, 1, F hop].
     *
     * @param speaker [B, S, 1] or null
     */
    public NDArray forward(NDArray latents, NDArray speaker) {
        return Scope.of(() -> {
            NDArray x = convPre.forward(latents);
            if (speaker != null) {
                x = x.add(cond.forward(speaker));
            }
            for (Stage stage : stages) {
                NDArray next = stage.forward(x);
                x.close();
                x = next;
            }
            return convPost.forward(x.getNDArrayInternal().leakyRelu(LAST_SLOPE))
                    .tanh();
        });
    }

    /** [B, C, L] to [B, C / 2, L rate]. */
    private static final class Stage {

        private final NDArray weight;
        private final NDArray bias;
        private final long stride;
        private final long padding;
        private final Precision precision;
        private final List<ResBlock> resblocks = new ArrayList<>();
        private final float slope;

        Stage(Weights decoder, int index, VitsConfig config) {
            long in = config.upsampleInitialChannel() >> index;
            long out = config.upsampleInitialChannel() >> (index + 1);
            long kernel = config.upsampleKernelSizes().get(index);
            stride = config.upsampleRates().get(index);
            padding = (kernel - stride) / 2;
            slope = (float) config.leakyReluSlope();
            Weights upsampler = decoder.at("upsampler", index);
            Init init = Init.fanIn(out * kernel);
            weight = upsampler.weight(init, in, out, kernel);
            precision = upsampler.precision();
            bias = upsampler.take("bias", init, out);
            int kernels = config.resblockKernelSizes().size();
            for (int j = 0; j < kernels; j++) {
                resblocks.add(new ResBlock(
                        decoder.at("resblocks", index * kernels + j),
                        out,
                        config.resblockKernelSizes().get(j),
                        config.resblockDilationSizes().get(j),
                        config.leakyReluSlope()));
            }
        }

        NDArray forward(NDArray x) {
            return Scope.of(() -> {
                NDArray active = x.getNDArrayInternal().leakyRelu(slope);
                NDArray longer = Ops.convTranspose1d(active, weight, bias, stride, padding, precision);
                NDArray sum = null;
                for (ResBlock resblock : resblocks) {
                    NDArray branch = resblock.forward(longer);
                    sum = sum == null ? branch : sum.add(branch);
                }
                return Ops.times(sum, 1.0 / resblocks.size());
            });
        }
    }
}
