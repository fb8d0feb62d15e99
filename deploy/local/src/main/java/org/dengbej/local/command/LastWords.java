package org.dengbej.local.command;

import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.dengbej.local.client.RequestEndedException;

/** A command's last words, where it ends before the work for which it waits: by Ctrl-C, or by an error of its own. */
final class LastWords {

    private final Runnable words;
    private final AtomicBoolean said = new AtomicBoolean();

    private LastWords(Runnable words) {
        this.words = words;
    }

    /** Waits for what services do; {@code words} are said, once, where the command ends before. */
    static <T> T during(Supplier<T> wait, Runnable words) {
        LastWords last = new LastWords(words);
        Thread onSignal = new Thread(last::say, "last-words");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            return wait.get();
        } catch (RequestEndedException e) {
            throw e;
        } catch (RuntimeException e) {
            last.say();
            throw e;
        } finally {
            remove(onSignal);
        }
    }

    private void say() {
        if (said.compareAndSet(false, true)) {
            words.run();
        }
    }

    private static void remove(Thread onSignal) {
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException e) {
            // The process is ending, and the words are being said.
        }
    }

    /** The words about a job that is left. {@code resumed}: when the stack, which stops with the command or before it, is up again. */
    static void jobGoesOn(String job, boolean resumed, PrintWriter err) {
        err.printf(
                resumed
                        ? "Job %1$s is resumed when the stack is up again (`dengbej up`); then `dengbej watch %1$s` shows it, `dengbej cancel %1$s` ends it.%n"
                        : "Job %1$s goes on; `dengbej watch %1$s` shows it, `dengbej cancel %1$s` ends it.%n",
                job);
        err.flush();
    }
}
