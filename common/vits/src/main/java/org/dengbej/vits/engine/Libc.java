package org.dengbej.vits.engine;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;

/** The C library's settings, made before PyTorch is loaded: memory allocator and OpenMP's waiting. */
final class Libc {

    /** From malloc.h. */
    private static final int M_TRIM_THRESHOLD = -1;

    private static final int M_TOP_PAD = -2;
    private static final int M_MMAP_MAX = -4;
    private static final int M_ARENA_MAX = -8;

    private static final int NEVER_TRIM = Integer.MAX_VALUE;
    private static final int TOP_PAD_BYTES = 64 << 20;

    /** Some ten microseconds: as long as what lies between two parallel parts of a step. */
    private static final String SPIN_COUNT = "10000";

    private interface Functions extends Library {

        int mallopt(int parameter, int value);

        int setenv(String name, String value, int overwrite);
    }

    private Libc() {}

    static void prepare() {
        if (Platform.isLinux() && !Platform.isAndroid()) {
            Functions c = Native.load("c", Functions.class);
            keepMemory(c);
            // A thread that waits for another burns its core for a millisecond by default; on a machine that does other
            // things too, the other thread then waits for that core.
            c.setenv("GOMP_SPINCOUNT", SPIN_COUNT, 0);
        }
    }

    /**
     * A training step allocates the same large arrays again and again. By default each of them is mapped from the system, cleared
     * page by page, and given back, which takes up to a third of a step: memory once had is kept instead. oneDNN's generated code is
     * not concerned: it is mapped, not allocated.
     */
    private static void keepMemory(Functions c) {
        c.mallopt(M_MMAP_MAX, 0);
        c.mallopt(M_ARENA_MAX, 1);
        c.mallopt(M_TRIM_THRESHOLD, NEVER_TRIM);
        c.mallopt(M_TOP_PAD, TOP_PAD_BYTES);
    }
}
