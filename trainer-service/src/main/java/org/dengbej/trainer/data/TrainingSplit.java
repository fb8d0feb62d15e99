package org.dengbej.trainer.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.dengbej.events.batch.PreparedUtterance;
import org.dengbej.trainer.step.MicroBatch;

/**
 * The training split: a data set without the utterances of its validation split. A batch that holds no other is learned from whole:
 * every batch counts, and a data set of one recording is not in vain.
 */
public final class TrainingSplit implements Dataset {

    private final Dataset whole;
    private final ValidationSplit validation;

    public TrainingSplit(Dataset whole, ValidationSplit validation) {
        this.whole = whole;
        this.validation = validation;
    }

    /** The validation split, in the order of the first epoch. {@code max}: utterances, after which the search ends. */
    public List<MicroBatch> validation(int max) {
        List<MicroBatch> found = new ArrayList<>();
        int utterances = 0;
        if (validation.fraction() == 0) {
            return found;
        }
        Epoch epoch = whole.epoch(1, 0, unreadable -> {});
        while (utterances < max && epoch.hasNext()) {
            MicroBatch batch = epoch.next();
            List<PreparedUtterance> some = utterances(batch, true);
            if (!some.isEmpty() && some.size() < batch.items()) {
                found.add(batch.of(some));
                utterances += some.size();
            }
        }
        return found;
    }

    private MicroBatch learnedFrom(MicroBatch batch) {
        List<PreparedUtterance> rest = utterances(batch, false);
        return rest.isEmpty() ? batch : batch.of(rest);
    }

    /** Those of a batch that are in the validation split, or the others. */
    private List<PreparedUtterance> utterances(MicroBatch batch, boolean inValidation) {
        return batch.batch().utterances().stream()
                .filter(utterance -> validation.includes(utterance.id()) == inValidation)
                .toList();
    }

    /** About as many: which of them are in the validation split is seen when they are read. */
    @Override
    public int utterances() {
        return (int) Math.max(1, Math.round(whole.utterances() * (1 - validation.fraction())));
    }

    @Override
    public int batches() {
        return whole.batches();
    }

    @Override
    public Set<String> speakers() {
        return whole.speakers();
    }

    @Override
    public boolean temporary() {
        return whole.temporary();
    }

    @Override
    public Epoch epoch(int number, int position, Consumer<UnreadableBatch> unreadable) {
        Epoch epoch = whole.epoch(number, position, unreadable);
        return new Epoch() {

            @Override
            public boolean hasNext() {
                return epoch.hasNext();
            }

            @Override
            public MicroBatch next() {
                return learnedFrom(epoch.next());
            }

            @Override
            public int position() {
                return epoch.position();
            }
        };
    }

    @Override
    public void close() {
        whole.close();
    }
}
