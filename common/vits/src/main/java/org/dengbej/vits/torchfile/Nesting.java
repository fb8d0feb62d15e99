package org.dengbej.vits.torchfile;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Keeps what a pickle builds free of cycles and shallow, so that whoever walks through it comes to an end.
 *
 * <p>A container is open from its creation until it is put into another one. Only an open one can be added to, and an open one
 * cannot be fetched: so it can only come to hold what was finished before.
 */
final class Nesting {

    /** A checkpoint's tensors lie three deep, its optimizer's five. */
    static final int MAX_DEPTH = 32;

    private final IdentityHashMap<Object, Integer> depths = new IdentityHashMap<>();
    private final Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());

    <T> T open(T container) {
        depths.put(container, 1);
        open.add(container);
        return container;
    }

    boolean isOpen(Object value) {
        return open.contains(value);
    }

    void close(Object value) {
        open.remove(value);
    }

    /** Notes that a value goes into a container. */
    void add(Object container, Object value) {
        close(value);
        int depth = depths.getOrDefault(value, 0) + 1;
        if (depth > MAX_DEPTH) {
            throw new InvalidTorchFileException("values must be nested at most %d deep".formatted(MAX_DEPTH));
        }
        depths.merge(container, depth, Math::max);
    }
}
