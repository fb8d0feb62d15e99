package org.dengbej.vits.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.dengbej.vits.DiscriminatorConfig;
import org.dengbej.vits.weights.Weights;

/** One discriminator of the whole waveform, and one for each period. */
public final class Discriminators {

    private final List<Discriminator> all = new ArrayList<>();

    public Discriminators(Weights weights, DiscriminatorConfig config) {
        all.add(new ScaleDiscriminator(weights.at("0"), config.scaleChannels()));
        for (int i = 0; i < config.periods().size(); i++) {
            all.add(new PeriodDiscriminator(
                    weights.at(Integer.toString(i + 1)),
                    config.periods().get(i),
                    config.kernelSize(),
                    config.stride(),
                    config.periodChannels()));
        }
    }

    public List<Discriminator> all() {
        return Collections.unmodifiableList(all);
    }
}
