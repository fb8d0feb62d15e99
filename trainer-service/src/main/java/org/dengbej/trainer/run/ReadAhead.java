package org.dengbej.trainer.run;

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
import org.dengbej.trainer.window.MicroBatch;

/**
 * A data set whose next batches are fetched and decoded in the background while the ones before are trained on. Seen from outside it
 * is the data set itself: positions, and what cannot be read, are told when a batch's turn has come.
 */
final class ReadAhead implements Dataset {

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
    ReadAhead(Dataset whole, int batchesAhead) {
        this.whole = whole;
        this.batchesAhead = batchesAhead;
    }

    /**
     * One turn of the reader.
     *
     * @param passedBy what could not be read before it
     * @param position of the batch, or of the epoch's end
     * @param batch    null at the end, and where reading failed
     * @param failure  null where it did not
     */
    private record Turn(List<UnreadableBatch> passedBy, int position, MicroBatch batch, Throwable failure) {}

    @Override
    public int batches() {
        return whole.batches();
    }

    @Override
    public Epoch epoch(int number, int position, Consumer<UnreadableBatch> unreadable) {
        if (reading != null) {
            reading.cancel(true);
        }
        Turns turns = new Turns(batchesAhead);
        reading = reader.submit(() -> {
            read(number, position, turns);
            return null;
        });
        return new AheadEpoch(turns, position, unreadable);
    }

    private void read(int number, int position, Turns turns) throws InterruptedException {
        List<UnreadableBatch> passedBy = new ArrayList<>();
        int at = position;
        try {
            Epoch epoch = whole.epoch(number, position, passedBy::add);
            while (epoch.hasNext()) {
                at = epoch.position();
                MicroBatch batch = nextWhereThereIsRoom(epoch, turns);
                if (batch != null) {
                    turns.put(new Turn(List.copyOf(passedBy), at, batch, null));
                    passedBy.clear();
                }
            }
            turns.put(new Turn(List.copyOf(passedBy), epoch.position(), null, null));
        } catch (RuntimeException
                | Error e) { // whatever it is, a run that waits for the next batch would wait for ever
            turns.put(new Turn(List.copyOf(passedBy), at, null, e));
        }
    }

    /** Null where there is no room: when what was read ahead is used, and has left some, the batch is asked for again. */
    private static MicroBatch nextWhereThereIsRoom(Epoch epoch, Turns turns) throws InterruptedException {
        try {
            return epoch.next();
        } catch (OutOfMemoryError e) {
            turns.awaitUsed();
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
    private static final class Turns {

        private final BlockingQueue<Turn> waiting = new LinkedBlockingQueue<>();
        private final int most;
        private final Semaphore room;

        Turns(int most) {
            this.most = most;
            this.room = new Semaphore(most);
        }

        void put(Turn turn) throws InterruptedException {
            room.acquire();
            waiting.add(turn);
        }

        Turn take() throws InterruptedException {
            Turn turn = waiting.take();
            room.release();
            return turn;
        }

        void awaitUsed() throws InterruptedException {
            room.acquire(most);
            room.release(most);
        }
    }

    private static final class AheadEpoch implements Epoch {

        private final Turns turns;
        private final Consumer<UnreadableBatch> unreadable;
        private int position;
        private Turn turn;

        AheadEpoch(Turns turns, int position, Consumer<UnreadableBatch> unreadable) {
            this.turns = turns;
            this.position = position;
            this.unreadable = unreadable;
        }

        @Override
        public boolean hasNext() {
            if (turn == null) {
                turn = take();
                turn.passedBy().forEach(unreadable);
                position = turn.position();
            }
            if (turn.failure() instanceof Error error) {
                throw error;
            }
            if (turn.failure() instanceof RuntimeException exception) {
                throw exception;
            }
            return turn.batch() != null;
        }

        private Turn take() {
            try {
                return turns.take();
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
            MicroBatch batch = turn.batch();
            position++;
            turn = null;
            return batch;
        }

        @Override
        public int position() {
            return position;
        }
    }
}
