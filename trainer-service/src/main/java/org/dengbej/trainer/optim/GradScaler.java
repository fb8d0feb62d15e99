package org.dengbej.trainer.optim;

import java.util.IdentityHashMap;
import org.dengbej.vits.engine.Ops;

/**
 * {@code torch.amp.GradScaler}: losses are multiplied by a scale so that half-precision gradients do not vanish, gradients are
 * divided by it again, and a step whose gradients overflowed is skipped. One instance serves a run and its optimizers.
 *
 * <p>Order in a step: {@link #unscale} each optimizer once, clip, {@link #step} each, {@link #update} once.
 */
public final class GradScaler {

    private enum Stage {
        UNSCALED,
        STEPPED
    }

    private record OptimizerState(Stage stage, boolean overflowed) {}

    /**
     * The rules by which the scale moves.
     *
     * @param initialScale   65536
     * @param growthFactor   2, after {@code growthInterval} steps in a row without overflow
     * @param backoffFactor  0.5, after an overflow
     * @param growthInterval 2000
     */
    public record Settings(double initialScale, double growthFactor, double backoffFactor, int growthInterval) {

        public static final Settings PYTORCH = new Settings(65536, 2, 0.5, 2000);
    }

    /**
     * The state that a checkpoint keeps.
     *
     * @param scale         the scale
     * @param growthTracker steps in a row without overflow
     */
    public record State(double scale, int growthTracker) {}

    private final boolean enabled;
    private final Settings settings;
    private final IdentityHashMap<AdamW, OptimizerState> perOptimizerStates = new IdentityHashMap<>();
    private State state;

    private GradScaler(boolean enabled, Settings settings) {
        this.enabled = enabled;
        this.settings = settings;
        this.state = new State(settings.initialScale, 0);
    }

    public static GradScaler enabled() {
        return new GradScaler(true, Settings.PYTORCH);
    }

    /** One that scales by 1 and lets every step pass. */
    public static GradScaler disabled() {
        return new GradScaler(false, Settings.PYTORCH);
    }

    /** By which a loss is to be multiplied before backward. */
    public double scale() {
        return enabled ? state.scale : 1;
    }

    /**
     * Divides the gradients by the scale, in place.
     *
     * @throws IllegalStateException when that was done since the last update, or the step was taken
     */
    public void unscale(AdamW optimizer) {
        if (!enabled) {
            return;
        }
        OptimizerState optimizerState = perOptimizerStates.get(optimizer);
        if (optimizerState != null) {
            throw new IllegalStateException("this optimizer's gradients are %s since the last update; call update first"
                    .formatted(optimizerState.stage));
        }
        try (Gradients gradients = Gradients.of(optimizer.parameters())) {
            boolean overflowed = Ops.unscale(gradients.arrays(), 1 / state.scale);
            perOptimizerStates.put(optimizer, new OptimizerState(Stage.UNSCALED, overflowed));
        }
    }

    /**
     * Lets the optimizer step unless its gradients overflowed; unscales them first where that was not done.
     *
     * @return whether it stepped
     * @throws IllegalStateException when it already stepped since the last update
     */
    public boolean step(AdamW optimizer) {
        if (!enabled) {
            optimizer.step();
            return true;
        }
        if (!perOptimizerStates.containsKey(optimizer)) {
            unscale(optimizer);
        }
        OptimizerState optimizerState = perOptimizerStates.get(optimizer);
        if (optimizerState.stage == Stage.STEPPED) {
            throw new IllegalStateException("this optimizer has stepped since the last update; call update first");
        }
        if (!optimizerState.overflowed) {
            optimizer.step();
        }
        perOptimizerStates.put(optimizer, new OptimizerState(Stage.STEPPED, optimizerState.overflowed));
        return !optimizerState.overflowed;
    }

    /**
     * Moves the scale by what the optimizers saw.
     *
     * @throws IllegalStateException when none of them was unscaled since the last update
     */
    public void update() {
        if (!enabled) {
            return;
        }
        if (perOptimizerStates.isEmpty()) {
            throw new IllegalStateException("no gradients were checked since the last update; call step first");
        }
        state = perOptimizerStates.values().stream().anyMatch(OptimizerState::overflowed) ? backedOff() : grown();
        perOptimizerStates.clear();
    }

    /** Moves the scale as after an overflow, though no gradient was looked at. */
    public void backOff() {
        if (enabled) {
            state = backedOff();
            perOptimizerStates.clear();
        }
    }

    /** Since the last update nothing was unscaled: those gradients are gone. */
    public void forget() {
        perOptimizerStates.clear();
    }

    private State backedOff() {
        return new State((float) (state.scale * settings.backoffFactor), 0);
    }

    private State grown() {
        int tracker = state.growthTracker + 1;
        if (tracker < settings.growthInterval) {
            return new State(state.scale, tracker);
        }
        // As in PyTorch, whose scale is a float32: one that would overflow stays.
        float grown = (float) (state.scale * settings.growthFactor);
        return new State(Float.isFinite(grown) ? grown : state.scale, 0);
    }

    public State state() {
        return state;
    }

    public void load(State saved) {
        state = saved;
    }
}
