package org.dengbej.trainer.step;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;

/** Allocators' messages that there is no memory left; the one place that knows them. */
public final class OutOfMemory {

    private static final List<String> TEXTS = List.of(
            "DefaultCPUAllocator: can't allocate memory",
            "DefaultCPUAllocator: not enough memory",
            "CUDA out of memory",
            "CUDA error: out of memory",
            "CUBLAS_STATUS_ALLOC_FAILED",
            "CUDNN_STATUS_ALLOC_FAILED",
            "std::bad_alloc");

    /** Work that allocates. */
    public interface Work<T, E extends Exception> {
        T done() throws E;
    }

    private OutOfMemory() {}

    /**
     * Does work that may not fit into memory. What the device's cache holds is given back when it does not.
     *
     * @throws DeviceMemoryException when an allocator refused
     */
    public static <T, E extends Exception> T expecting(Work<T, E> work) throws E {
        try {
            return work.done();
        } catch (EngineException | OutOfMemoryError e) {
            if (!matches(e)) {
                throw e;
            }
            JniUtils.emptyCudaCache();
            throw new DeviceMemoryException(allocatorMessage(e), e);
        }
    }

    /** The allocator's message, which may stand below a script's own. */
    private static String allocatorMessage(Throwable failure) {
        List<String> lines = String.valueOf(failure.getMessage()).lines().toList();
        return lines.stream()
                .filter(OutOfMemory::isOutOfMemoryText)
                .findFirst()
                .orElse(lines.isEmpty() ? "" : lines.get(0));
    }

    /** True for a failure that is an allocator's refusal, or caused by one. */
    public static boolean matches(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError || isOutOfMemoryText(String.valueOf(cause.getMessage()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOutOfMemoryText(String allocatorMessage) {
        return TEXTS.stream().anyMatch(allocatorMessage::contains);
    }
}
