package org.dengbej.trainer.messaging;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dengbej.events.Abbreviate;
import org.dengbej.events.DatasetPrepared;
import org.dengbej.events.EventType;
import org.dengbej.events.OffsetRange;
import org.dengbej.events.Topics;
import org.dengbej.events.batch.InvalidBatchException;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedBatchCodec;
import org.dengbej.events.batch.PreparedUtterance;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.messaging.MissingRangeException;
import org.dengbej.messaging.OffsetRangeReader;
import org.dengbej.trainer.data.Dataset;
import org.dengbej.trainer.data.EpochMix;
import org.dengbej.trainer.data.UnusableDatasetException;
import org.dengbej.trainer.step.MicroBatch;
import org.dengbej.vits.Seeds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Data sets on the log: one pass learns where their batches are, then each epoch seeks them in its own order. */
final class TopicDataset implements Dataset {

    /** A data set with its weight in the loss, and its share of each epoch's utterances; null: all of it. */
    record Source(DatasetPrepared prepared, double weight, Double share) {}

    /** The location of a batch on the log; {@code problem} says why it cannot be read, and is null where it can. */
    private record BatchLocation(Source source, int ordinal, OffsetRange range, int utterances, String problem) {

        String dataset() {
            return source.prepared().dataset();
        }

        /** Its sort key in an epoch. Sorted by a hash instead of shuffled, a batch more or less leaves the others' order alone. */
        long shuffleKey(long seed, int epoch, int sourceNumber) {
            return Seeds.of(seed, "order", epoch, sourceNumber, ordinal);
        }
    }

    private static final List<String> TOPICS = List.of(Topics.BATCHES, Topics.TEMPORARY_BATCHES);

    private static final Logger LOG = LoggerFactory.getLogger(TopicDataset.class);

    private final OffsetRangeReader log;
    private final List<Source> sources;
    private final long seed;

    /** By source, in their order. */
    private final List<List<BatchLocation>> locations = new ArrayList<>();

    private final EpochMix mix;
    private final Set<String> speakers = new TreeSet<>();

    /**
     * @param seed       of the run: decides the order of each epoch
     * @param unreadable told once of each record that is no batch
     */
    TopicDataset(OffsetRangeReader log, List<Source> sources, long seed, Unreadable unreadable) {
        this.log = log;
        this.sources = List.copyOf(sources);
        this.seed = seed;
        sources.forEach(source -> locations.add(index(source, unreadable)));
        mix = new EpochMix(
                sources.stream()
                        .map(source -> new EpochMix.Part(
                                source.share(),
                                locations.get(sources.indexOf(source)).stream()
                                        .mapToInt(BatchLocation::utterances)
                                        .toArray()))
                        .toList(),
                seed);
    }

    /** A data set with a share, whose job can do without it, has no batches when the log has lost them. */
    private List<BatchLocation> index(Source source, Unreadable unreadable) {
        try {
            return locate(source, unreadable);
        } catch (MissingRangeException e) {
            if (source.share() == null) {
                throw missing(source, e);
            }
            LOG.warn(
                    "data set left out of the mix: dataset={} reason={}",
                    source.prepared().dataset(),
                    e.getMessage());
            return List.of();
        }
    }

    private static UnusableDatasetException missing(Source source, MissingRangeException e) {
        return new UnusableDatasetException(
                "[%s] %s".formatted(source.prepared().dataset(), e.getMessage()), e);
    }

    /** Told of a record that is no batch. */
    interface Unreadable {
        void accept(ConsumerRecord<String, byte[]> record, InvalidBatchException reason);
    }

    private List<BatchLocation> locate(Source source, Unreadable unreadable) {
        DatasetPrepared prepared = source.prepared();
        List<BatchLocation> found = new ArrayList<>();
        for (OffsetRange range : prepared.ranges()) {
            if (!TOPICS.contains(range.topic())) {
                throw new UnusableDatasetException("[%s] batches lie on one of %s, DatasetPrepared names %s"
                        .formatted(prepared.dataset(), TOPICS, range.topic()));
            }
        }
        int batches =
                log.readBatches(prepared, record -> found.add(location(source, found.size(), record, unreadable)));
        if (batches != prepared.batches()) {
            throw new UnusableDatasetException(
                    "[%s] DatasetPrepared counts %d batches, the log holds %d; prepare the data set again"
                            .formatted(prepared.dataset(), prepared.batches(), batches));
        }
        return found;
    }

    private BatchLocation location(
            Source source, int ordinal, ConsumerRecord<String, byte[]> record, Unreadable unreadable) {
        OffsetRange location =
                new OffsetRange(record.topic(), record.partition(), record.offset(), record.offset() + 1, 1);
        try {
            PreparedBatch batch = checked(record, source.prepared());
            batch.utterances().forEach(utterance -> speakers.add(batch.speakerOf(utterance)));
            return new BatchLocation(
                    source, ordinal, location, batch.utterances().size(), null);
        } catch (InvalidBatchException e) {
            unreadable.accept(record, e);
            return new BatchLocation(source, ordinal, location, 0, e.getMessage());
        } catch (OutOfMemoryError e) {
            return new BatchLocation(source, ordinal, location, 1, null); // there may be room when its turn has come
        }
    }

    /** A batch says itself what it is, so that a record without type may be one; a record of another type may not. */
    private static PreparedBatch checked(ConsumerRecord<String, byte[]> record, DatasetPrepared prepared) {
        String type = CloudEvents.type(record.headers()).orElse(EventType.PREPARED_BATCH);
        if (!type.equals(EventType.PREPARED_BATCH)) {
            throw new InvalidBatchException("%s must be %s here, found %s"
                    .formatted(CloudEvents.TYPE, EventType.PREPARED_BATCH, Abbreviate.of(type)));
        }
        if (record.value() == null) {
            throw new InvalidBatchException("expected a safetensors blob, found an empty record");
        }
        PreparedBatch batch = PreparedBatchCodec.read(record.value());
        if (!batch.dataset().equals(prepared.dataset()) || batch.sampleRateHz() != prepared.sampleRateHz()) {
            throw new InvalidBatchException("[%s] expected a batch of data set %s at %d Hz, found %s at %d Hz"
                    .formatted(
                            Abbreviate.of(batch.id()),
                            prepared.dataset(),
                            prepared.sampleRateHz(),
                            Abbreviate.of(batch.dataset()),
                            batch.sampleRateHz()));
        }
        return batch;
    }

    @Override
    public Set<String> speakers() {
        return Collections.unmodifiableSet(speakers);
    }

    @Override
    public boolean temporary() {
        return sources.stream()
                .flatMap(source -> source.prepared().ranges().stream())
                .anyMatch(range -> range.topic().equals(Topics.TEMPORARY_BATCHES));
    }

    @Override
    public int utterances() {
        return IntStream.range(0, sources.size()).map(mix::utterances).sum();
    }

    @Override
    public int batches() {
        return IntStream.range(0, sources.size()).map(mix::batches).sum();
    }

    @Override
    public Epoch epoch(int epoch, int position, Consumer<UnreadableBatch> unreadable) {
        List<BatchLocation> order = IntStream.range(0, sources.size())
                .boxed()
                .flatMap(source -> mix.batches(source, epoch).stream().map(locations.get(source)::get))
                .sorted(Comparator.comparingLong(
                        location -> location.shuffleKey(seed, epoch, sources.indexOf(location.source))))
                .toList();
        return new TopicEpoch(epoch, order, position, unreadable);
    }

    private ConsumerRecord<String, byte[]> record(BatchLocation location) {
        try {
            return log.read(location.range).next();
        } catch (MissingRangeException e) {
            throw missing(location.source, e);
        }
    }

    private PreparedBatch read(BatchLocation location) {
        PreparedBatch batch = PreparedBatchCodec.read(record(location).value());
        if (location.source.weight() == 1) {
            return batch;
        }
        List<PreparedUtterance> weighted = batch.utterances().stream()
                .map(utterance -> utterance.withWeight((float) (utterance.weight() * location.source.weight())))
                .toList();
        return new PreparedBatch(batch.dataset(), batch.index(), batch.sampleRateHz(), weighted);
    }

    @Override
    public void close() {
        log.close();
    }

    private final class TopicEpoch implements Epoch {

        private final int epoch;
        private final List<BatchLocation> order;
        private final Consumer<UnreadableBatch> unreadable;
        private int position;

        /** The position of a batch for which there was no room. */
        private int tried = -1;

        TopicEpoch(int epoch, List<BatchLocation> order, int position, Consumer<UnreadableBatch> unreadable) {
            this.epoch = epoch;
            this.order = order;
            this.position = position;
            this.unreadable = unreadable;
        }

        @Override
        public boolean hasNext() {
            while (position < order.size() && order.get(position).problem != null) {
                skip(order.get(position).problem);
            }
            return position < order.size();
        }

        @Override
        public MicroBatch next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            try {
                MicroBatch batch = new MicroBatch(epoch, read(order.get(position)));
                position++;
                return batch;
            } catch (OutOfMemoryError e) {
                if (tried == position) {
                    skip("no memory to decode it: %s; give the trainer a larger heap (-Xmx)".formatted(e.getMessage()));
                } else {
                    tried = position;
                }
                throw e;
            }
        }

        private void skip(String reason) {
            BatchLocation location = order.get(position++);
            unreadable.accept(new UnreadableBatch(location.dataset(), location.ordinal, reason));
        }

        @Override
        public int position() {
            return position;
        }
    }
}
