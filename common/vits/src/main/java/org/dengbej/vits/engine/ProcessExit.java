package org.dengbej.vits.engine;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/**
 * Process exit without the native libraries' static destructors. C's {@code exit} runs them while other threads still compute: Java
 * waits 300 ms for a thread in native code, a long text's synthesis or a backward pass takes longer. oneDNN's cache then frees the
 * generated kernels that such a thread calls, and a process that was only asked to stop dies of SIGSEGV or of a corrupted heap. Those
 * destructors give back memory and nothing else, so the process ends without them, with the status that it was to have.
 */
final class ProcessExit {

    private static final String LIBC = "c";

    private interface Functions extends Library {

        int on_exit(Pointer handler, Pointer argument);
    }

    private ProcessExit() {}

    /** Takes effect when this process stops in an orderly way: by a signal, {@code System.exit} or the end of its last thread. */
    static void skipStaticDestructors() {
        if (!Platform.isLinux() || Platform.isAndroid()) {
            return;
        }
        Functions c = Native.load(LIBC, Functions.class);
        Pointer exitAtOnce = NativeLibrary.getInstance(LIBC).getFunction("_exit");
        // Handlers run in the reverse order of their registration, so this one must come after every destructor's.
        Runnable register = () -> c.on_exit(exitAtOnce, null);
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(register, "native-exit"));
        } catch (IllegalStateException shuttingDown) {
            register.run();
        }
    }
}
