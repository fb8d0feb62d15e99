package org.dengbej.vits.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import java.util.function.Supplier;

/**
 * Memory of one computation: every array that it makes is released at its end, except its result. What autograd needs for the
 * backward pass it keeps by itself.
 */
public final class Scope {

    private Scope() {}

    /** Runs the computation and hands its result to the scope around this one. */
    public static NDArray of(Supplier<NDArray> computation) {
        return list(() -> new NDList(computation.get())).singletonOrThrow();
    }

    /** Runs a computation whose result is in Java's memory. */
    public static <T> T releasingAll(Supplier<T> computation) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            return computation.get();
        }
    }

    /** Runs a computation that leaves its result elsewhere. */
    public static void releasingAll(Runnable computation) {
        releasingAll(() -> {
            computation.run();
            return null;
        });
    }

    /** The same for several results. */
    public static NDList list(Supplier<NDList> computation) {
        NDList results;
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            results = computation.get();
            NDScope.unregister(results);
        }
        results.forEach(NDScope::register);
        return results;
    }
}
