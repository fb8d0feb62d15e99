package org.dengbej.trainer.window;

import java.util.List;

/** Knows how an allocator says that there is no memory left; the one place that does. */
public final class OutOfMemory {

    private static final List<String> TEXTS = List.of(
            "DefaultCPUAllocator: can't allocate memory",
            "DefaultCPUAllocator: not enough memory",
            "CUDA out of memory",
            "CUDA error: out of memory",
            "CUBLAS_STATUS_ALLOC_FAILED",
            "CUDNN_STATUS_ALLOC_FAILED",
            "std::bad_alloc");

    private OutOfMemory() {}

    /** How the allocator put it. */
    static String words(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    /** Whether a failure, or what caused it, is an allocator's refusal. */
    public static boolean matches(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof OutOfMemoryError || TEXTS.stream().anyMatch(message::contains)) {
                return true;
            }
        }
        return false;
    }
}
