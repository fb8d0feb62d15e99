package org.dengbej.vits;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.dengbej.vits.engine.Precision;
import org.dengbej.vits.engine.Torch;
import org.dengbej.vits.layers.Discriminator;
import org.dengbej.vits.layers.Discriminators;
import org.dengbej.vits.weights.Parameters;
import org.dengbej.vits.weights.WeightSource;
import org.dengbej.vits.weights.Weights;

/** The discriminators on a device: what a voice is trained against. Not safe for use by several threads at once. */
public final class DiscriminatorModel implements AutoCloseable {

    private final NDManager manager;
    private final Discriminators discriminators;
    private final Parameters parameters;

    /**
     * Builds them.
     *
     * @param weightNorm whether every convolution has it, as training wants it
     * @param precision  of the convolutions
     * @throws InvalidVoiceException naming every tensor that is missing, not known, or of another shape than expected
     */
    public DiscriminatorModel(
            DiscriminatorConfig config, WeightSource source, Device device, boolean weightNorm, Precision precision) {
        manager = Torch.newManager(device);
        try {
            Weights weights = new Weights(source, manager, layer -> weightNorm, precision);
            discriminators = new Discriminators(weights.at("discriminators"), config);
            parameters = weights.parameters();
            VitsModel.refuse(source.problems());
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    public Parameters parameters() {
        return parameters;
    }

    /** Each of them, by itself; what they say is summed over them. */
    public List<Discriminator> all() {
        return discriminators.all();
    }

    @Override
    public void close() {
        manager.close();
    }
}
