package org.dengbej.feedback.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CoalescingTaskTest {

    /** What was given to the executor and has not run. */
    private final Queue<Runnable> given = new ArrayDeque<>();

    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void requestsBeforeTheRunAreOneRun() {
        CoalescingTask task = new CoalescingTask(given::add, runs::incrementAndGet);
        task.request();
        task.request();
        task.request();
        given.remove().run();
        assertThat(given).isEmpty();
        assertThat(runs).hasValue(1);
    }

    @Test
    void requestsDuringARunAreOneMoreRun() {
        AtomicReference<CoalescingTask> self = new AtomicReference<>();
        CoalescingTask task = new CoalescingTask(given::add, () -> {
            if (runs.incrementAndGet() == 1) {
                self.get().request();
                self.get().request();
            }
        });
        self.set(task);
        task.request();
        given.remove().run();
        assertThat(given).isEmpty();
        assertThat(runs).hasValue(2);
    }

    @Test
    void aRequestAfterARunThatFailedIsARun() {
        CoalescingTask task = new CoalescingTask(given::add, () -> {
            if (runs.incrementAndGet() == 1) {
                throw new IllegalStateException("it failed");
            }
        });
        task.request();
        assertThatThrownBy(() -> given.remove().run()).hasMessage("it failed");
        task.request();
        given.remove().run();
        assertThat(runs).hasValue(2);
    }
}
