package org.dengbej.trainer.data;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
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
        Thread thread = new Thread(work, "read-ahead");
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
     * One turn of the reader.
     *
     * @param skippedEvents what could not be read before it
     * @param position of the batch, or of the epoch's end
     * @param batch    null at the end, and where reading failed
     * @param failure  null where it did not
     */
    private record PrefetchedBatch(
            List<UnreadableBatch> skippedEvents, int position, MicroBatch batch, Throwable failure) {}

    @Override
    public int batches() {
        return whole.batches();
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
        return new AheadEpoch(queue, position, unreadable);
    }

    private void read(int number, int position, PrefetchQueue queue) throws InterruptedException {
        List<UnreadableBatch> skippedEvents = new ArrayList<>();
        int at = position;
        try {
            Epoch epoch = whole.epoch(number, position, skippedEvents::add);
            while (epoch.hasNext()) {
                at = epoch.position();
                MicroBatch batch = nextWhereThereIsRoom(epoch, queue);
                if (batch != null) {
                    queue.put(new PrefetchedBatch(List.copyOf(skippedEvents), at, batch, null));
                    skippedEvents.clear();
                }
            }
            queue.put(new PrefetchedBatch(List.copyOf(skippedEvents), epoch.position(), null, null));
        } catch (RuntimeException
                | Error e) { // whatever it is, a run that waits for the next batch would wait for ever
            queue.put(new PrefetchedBatch(List.copyOf(skippedEvents), at, null, e));
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

    /** What was read and is not used yet. */
    private static final class PrefetchQueue {

        private final BlockingQueue<PrefetchedBatch> waiting = new LinkedBlockingQueue<>();
        private final int most;
        private final Semaphore room;

        PrefetchQueue(int most) {
            this.most = most;
            this.room = new Semaphore(most);
        }

        void put(PrefetchedBatch shuffleKey) throws InterruptedException {
            room.acquire();
            waiting.add(shuffleKey);
        }

        PrefetchedBatch take() throws InterruptedException {
            PrefetchedBatch shuffleKey = waiting.take();
            room.release();
            return shuffleKey;
        }

        void awaitEmpty() throws InterruptedException {
            room.acquire(most);
            room.release(most);
        }
    }

    private static final class AheadEpoch implements Epoch {

        private final PrefetchQueue queue;
        private final Consumer<UnreadableBatch> unreadable;
        private int position;
        private PrefetchedBatch shuffleKey;

        AheadEpoch(PrefetchQueue queue, int position, Consumer<UnreadableBatch> unreadable) {
            this.queue = queue;
            this.position = position;
            this.unreadable = unreadable;
        }

        @Override
        public boolean hasNext() {
            if (shuffleKey == null) {
                shuffleKey = take();
                shuffleKey.skippedEvents().forEach(unreadable);
                position = shuffleKey.position();
            }
            if (shuffleKey.failure() instanceof Error error) {
                throw error;
            }
            if (shuffleKey.failure() instanceof RuntimeException exception) {
                throw exception;
            }
            return shuffleKey.batch() != null;
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
            MicroBatch batch = shuffleKey.batch();
            position++;
            shuffleKey = null;
            return batch;
        }

        @Override
        public int position() {
            return position;
        }
    }
}
