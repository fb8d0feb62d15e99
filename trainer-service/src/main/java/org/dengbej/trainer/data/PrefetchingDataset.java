package org.dengbej.trainer.data;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.dengbej.trainer.step.MicroBatch;

/**
 * A data set whose next batches are fetched and decoded in the background while the ones before are trained on. Seen from outside it
 * is the data set itself: positions, and what cannot be read, are told when a batch's turn has come.
 */
public final class PrefetchingDataset implements Dataset {

    /** Seconds that a broker's client takes to notice that it is to end. */
    private static final int CLOSING_SECONDS = 30;

    private final Dataset whole;
    private final int batchesAhead;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "prefetch");
        thread.setDaemon(true);
        return thread;
    });
    private Future<?> reading;

    /** {@code batchesAhead}: at most, in memory. */
    public PrefetchingDataset(Dataset whole, int batchesAhead) {
        this.whole = whole;
        this.batchesAhead = batchesAhead;
    }

    /**
     * A batch that was read.
     *
     * @param unreadable the batches before it that cannot be read
     * @param position of the batch, or of the epoch's end
     * @param batch    null at the end, and where reading failed
     * @param failure  null where it did not
     */
    private record PrefetchedBatch(
            List<UnreadableBatch> unreadable, int position, MicroBatch batch, Throwable failure) {}

    @Override
    public int batches() {
        return whole.batches();
    }

    @Override
    public int utterances() {
        return whole.utterances();
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
        if (reading != null) {
            reading.cancel(true);
        }
        PrefetchQueue queue = new PrefetchQueue(batchesAhead);
        reading = reader.submit(() -> {
            read(number, position, queue);
            return null;
        });
        return new PrefetchedEpoch(queue, position, unreadable);
    }

    private void read(int number, int position, PrefetchQueue queue) throws InterruptedException {
        List<UnreadableBatch> unreadable = new ArrayList<>();
        int at = position;
        try {
            Epoch epoch = whole.epoch(number, position, unreadable::add);
            while (epoch.hasNext()) {
                at = epoch.position();
                MicroBatch batch = nextWhereThereIsRoom(epoch, queue);
                if (batch != null) {
                    queue.put(new PrefetchedBatch(List.copyOf(unreadable), at, batch, null));
                    unreadable.clear();
                }
            }
            queue.put(new PrefetchedBatch(List.copyOf(unreadable), epoch.position(), null, null));
        } catch (RuntimeException
                | Error e) { // whatever it is, a run that waits for the next batch would wait for ever
            queue.put(new PrefetchedBatch(List.copyOf(unreadable), at, null, e));
        }
    }

    /** Null where there is no room: when what was read ahead is used, and has left some, the batch is asked for again. */
    private static MicroBatch nextWhereThereIsRoom(Epoch epoch, PrefetchQueue queue) throws InterruptedException {
        try {
            return epoch.next();
        } catch (OutOfMemoryError e) {
            queue.awaitEmpty();
            return null;
        }
    }

    /** Ends the reading first: a broker's client serves one thread at a time. */
    @Override
    public void close() {
        reader.shutdownNow();
        try {
            reader.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        whole.close();
    }

    /** The batches that were read and are not used yet. */
    private static final class PrefetchQueue {

        private final BlockingQueue<PrefetchedBatch> waiting = new LinkedBlockingQueue<>();
        private final int max;
        private final Semaphore room;

        PrefetchQueue(int max) {
            this.max = max;
            this.room = new Semaphore(max);
        }

        void put(PrefetchedBatch batch) throws InterruptedException {
            room.acquire();
            waiting.add(batch);
        }

        PrefetchedBatch take() throws InterruptedException {
            PrefetchedBatch batch = waiting.take();
            room.release();
            return batch;
        }

        void awaitEmpty() throws InterruptedException {
            room.acquire(max);
            room.release(max);
        }
    }

    private static final class PrefetchedEpoch implements Epoch {

        private final PrefetchQueue queue;
        private final Consumer<UnreadableBatch> unreadable;
        private int position;
        private PrefetchedBatch fetched;

        PrefetchedEpoch(PrefetchQueue queue, int position, Consumer<UnreadableBatch> unreadable) {
            this.queue = queue;
            this.position = position;
            this.unreadable = unreadable;
        }

        @Override
        public boolean hasNext() {
            if (fetched == null) {
                fetched = take();
                fetched.unreadable().forEach(unreadable);
                position = fetched.position();
            }
            if (fetched.failure() instanceof Error error) {
                throw error;
            }
            if (fetched.failure() instanceof RuntimeException exception) {
                throw exception;
            }
            return fetched.batch() != null;
        }

        private PrefetchedBatch take() {
            try {
                return queue.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the next batch was read", e);
            }
        }

        @Override
        public MicroBatch next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            MicroBatch batch = fetched.batch();
            position++;
            fetched = null;
            return batch;
        }

        @Override
        public int position() {
            return position;
        }
    }
}
