package org.dengbej.feedback.background;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A {@linkplain CoalescingTask task} for keys, one after the other: a key that is requested again before its turn has one. */
public final class KeyedCoalescingTask {

    private final Set<String> requested = ConcurrentHashMap.newKeySet();
    private final Consumer<String> task;
    private final CoalescingTask turns;

    /** {@code task}: it reports its failures itself. */
    public KeyedCoalescingTask(Executor executor, Consumer<String> task) {
        this.task = task;
        turns = new CoalescingTask(executor, this::runRequested);
    }

    /** Asks for a run that begins after this call; returns at once. */
    public void request(String key) {
        requested.add(key);
        turns.request();
    }

    private void runRequested() {
        for (String key : List.copyOf(requested)) {
            requested.remove(key);
            task.accept(key);
        }
    }
}
