package org.dengbej.vits.weights;

import java.util.Optional;
import java.util.function.Supplier;
import org.dengbej.vits.Draws;

/** The training mode that all layers of a model share: whether they drop, and by which draws. A model begins outside of it. */
public final class TrainingMode {

    private Draws draws;

    TrainingMode() {}

    /** The draws of dropout; empty outside of training. */
    public Optional<Draws> draws() {
        return Optional.ofNullable(draws);
    }

    /** Does work in training mode. */
    public <T> T during(Draws drawsOfDropout, Supplier<T> work) {
        draws = drawsOfDropout;
        try {
            return work.get();
        } finally {
            draws = null;
        }
    }
}
