package org.dengbej.trainer.data;

import java.util.Iterator;
import java.util.Set;
import java.util.function.Consumer;
import org.dengbej.trainer.step.MicroBatch;

/** The batches of a job's data sets, to be gone through again and again. Not thread-safe. */
public interface Dataset extends AutoCloseable {

    /** Batches of an epoch, those that cannot be read included. */
    int batches();

    /** Utterances of an epoch, those of batches that cannot be read not counted. */
    int utterances();

    /** The names of all speakers, see {@link org.dengbej.events.batch.PreparedBatch#speakerOf}. */
    Set<String> speakers();

    /** True where batches of it are kept for a day alone: nothing that lasts may hold their sound. */
    default boolean temporary() {
        return false;
    }

    /**
     * The batches of an epoch in its order.
     *
     * @param epoch      counted from 1
     * @param position   batches of it that are behind
     * @param unreadable told of each batch that cannot be read, when it is skipped
     */
    Epoch epoch(int epoch, int position, Consumer<UnreadableBatch> unreadable);

    @Override
    void close();

    /** The readable batches of an epoch. */
    interface Epoch extends Iterator<MicroBatch> {

        /**
         * The next batch, decoded.
         *
         * @throws OutOfMemoryError when there is no room for it. It stays the next one, so that it can be asked for again; when there is no
         *                          room for it then either, it is skipped as one that cannot be read
         */
        @Override
        MicroBatch next();

        /** Batches that are behind, read or skipped. */
        int position();
    }

    /**
     * A batch that nobody can read.
     *
     * @param dataset the data set
     * @param ordinal its place in the data set
     * @param reason  what was expected and what was found
     */
    record UnreadableBatch(String dataset, int ordinal, String reason) {}
}
