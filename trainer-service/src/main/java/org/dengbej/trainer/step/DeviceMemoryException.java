package org.dengbej.trainer.step;

/** Work that does not fit into memory. The message has the allocator's words. */
public final class DeviceMemoryException extends RuntimeException {

    DeviceMemoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
