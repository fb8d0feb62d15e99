package org.dengbej.trainer.step;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.dengbej.vits.loss.LossNormalizers;

/** The micro-batches of one optimizer step, each in the parts in which it fits into memory. */
final class MicroBatchGroup {

    private final int size;
    private final FrameLimit ceiling;
    private final OutOfMemoryPolicy policy;
    private final Consumer<SkippedBatch> skips;
    private final List<List<MicroBatch>> batches = new ArrayList<>();
    private int skipped;
    private boolean stepRetried;

    /** {@code skips}: told of what is skipped. */
    MicroBatchGroup(int size, FrameLimit ceiling, OutOfMemoryPolicy policy, Consumer<SkippedBatch> skips) {
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

    /** The micro-batches that are trained on. */
    List<MicroBatch> parts() {
        return batches.stream().flatMap(List::stream).toList();
    }

    /** Ids of the batches that are there, whole or in part. */
    List<String> batches() {
        return batches.stream().map(parts -> parts.get(0).batch().id()).toList();
    }

    /** Batches of which nothing is left. */
    int skipped() {
        return skipped;
    }

    LossNormalizers normalizers(int hopSamples) {
        return TrainingBatches.normalizers(parts(), hopSamples);
    }

    /** Puts a part's halves in its place; leaves it out where it has none, or the policy says so. */
    void doesNotFit(MicroBatch part, String detail) {
        ceiling.lower(part);
        if (policy == OutOfMemoryPolicy.SPLIT && part.items() > 1) {
            splitUntilAdmitted(part);
        } else {
            skip(SkippedBatch.outOfMemory(part, detail));
        }
    }

    /**
     * A step takes the same memory whatever is in the group, so nothing is skipped: what others take now may be free the next time.
     *
     * @throws DeviceMemoryException the second time
     */
    void stepDoesNotFit(DeviceMemoryException lack) {
        if (stepRetried) {
            throw lack;
        }
        stepRetried = true;
    }

    /** Only ever splits: what is skipped was seen not to fit, since memory that is lacking now may be there later. */
    private void splitUntilAdmitted(MicroBatch part) {
        if (policy == OutOfMemoryPolicy.SPLIT && part.items() > 1 && !ceiling.admits(part)) {
            replace(part, part.halves());
            part.halves().forEach(this::splitUntilAdmitted);
        }
    }

    void skip(SkippedBatch skipped) {
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
            skipped++;
        }
    }
}
