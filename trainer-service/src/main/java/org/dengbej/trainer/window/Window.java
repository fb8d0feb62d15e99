package org.dengbej.trainer.window;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.vits.objective.WindowTotals;

/** The micro-batches of one optimizer step, each in the parts in which it fits into memory. */
final class Window {

    private final int size;
    private final FrameCeiling ceiling;
    private final OutOfMemoryPolicy policy;
    private final Consumer<SkippedBatch> skips;
    private final List<List<MicroBatch>> batches = new ArrayList<>();
    private int leftOut;
    private boolean steppedInVain;

    /** {@code skips}: told of what is left out. */
    Window(int size, FrameCeiling ceiling, OutOfMemoryPolicy policy, Consumer<SkippedBatch> skips) {
        this.size = size;
        this.ceiling = ceiling;
        this.policy = policy;
        this.skips = skips;
    }

    /** Takes batches until it is full, or the epoch has none left; each in parts of a size that has not failed yet. */
    void fill(Iterator<MicroBatch> epoch) {
        while (batches.size() < size && epoch.hasNext()) {
            MicroBatch batch = epoch.next();
            batches.add(new ArrayList<>(List.of(batch)));
            splitUntilAdmitted(batch);
        }
    }

    boolean isEmpty() {
        return batches.isEmpty();
    }

    /** What is trained on. */
    List<MicroBatch> parts() {
        return batches.stream().flatMap(List::stream).toList();
    }

    /** Ids of the batches that are there, whole or in part. */
    List<String> batches() {
        return batches.stream().map(parts -> parts.get(0).batch().id()).toList();
    }

    /** Batches of which nothing is left. */
    int leftOut() {
        return leftOut;
    }

    WindowTotals totals(int hopSamples) {
        List<PreparedBatch> parts = parts().stream().map(MicroBatch::batch).toList();
        return WindowTotals.of(parts, hopSamples);
    }

    /** Puts a part's halves in its place; leaves it out where it has none, or the policy says so. */
    void doesNotFit(MicroBatch part, String detail) {
        ceiling.lower(part);
        if (policy == OutOfMemoryPolicy.SPLIT && part.items() > 1) {
            splitUntilAdmitted(part);
        } else {
            leaveOut(SkippedBatch.outOfMemory(part, detail));
        }
    }

    /**
     * A step takes the same memory whatever is in the window, so nothing is left out: what others take now may be free the next time.
     *
     * @throws DoesNotFitException the second time
     */
    void stepDoesNotFit(DoesNotFitException lack) {
        if (steppedInVain) {
            throw lack;
        }
        steppedInVain = true;
    }

    /** Only ever splits: what is left out was seen not to fit, since memory that is lacking now may be there later. */
    private void splitUntilAdmitted(MicroBatch part) {
        if (policy == OutOfMemoryPolicy.SPLIT && part.items() > 1 && !ceiling.admits(part)) {
            replace(part, part.halves());
            part.halves().forEach(this::splitUntilAdmitted);
        }
    }

    void leaveOut(SkippedBatch skipped) {
        replace(skipped.batch(), List.of());
        skips.accept(skipped);
    }

    private void replace(MicroBatch part, List<MicroBatch> by) {
        for (List<MicroBatch> batch : batches) {
            int index = batch.indexOf(part);
            if (index >= 0) {
                batch.remove(index);
                batch.addAll(index, by);
            }
        }
        if (batches.removeIf(List::isEmpty)) {
            leftOut++;
        }
    }
}
