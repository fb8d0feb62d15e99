package org.dengbej.trainer.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.trainer.step.MicroBatch;

/** A data set in memory; a null batch cannot be read. */
public final class ListedDataset implements Dataset {

    private final List<PreparedBatch> batches;

    public ListedDataset(List<PreparedBatch> batches) {
        this.batches = batches;
    }

    @Override
    public int batches() {
        return batches.size();
    }

    @Override
    public int utterances() {
        return batches.stream()
                .filter(Objects::nonNull)
                .mapToInt(batch -> batch.utterances().size())
                .sum();
    }

    @Override
    public Set<String> speakers() {
        return batches.stream()
                .filter(Objects::nonNull)
                .flatMap(batch -> batch.utterances().stream().map(batch::speakerOf))
                .collect(Collectors.toSet());
    }

    @Override
    public Epoch epoch(int epoch, int position, Consumer<UnreadableBatch> unreadable) {
        List<PreparedBatch> order = new ArrayList<>(batches);
        Collections.shuffle(order, new Random(epoch));
        return new Epoch() {
            private int next = position;

            @Override
            public int position() {
                return next;
            }

            @Override
            public boolean hasNext() {
                while (next < order.size() && order.get(next) == null) {
                    unreadable.accept(new UnreadableBatch("listed", next++, "it is null"));
                }
                return next < order.size();
            }

            @Override
            public MicroBatch next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return new MicroBatch(epoch, order.get(next++));
            }
        };
    }

    @Override
    public void close() {
        // holds nothing
    }
}
