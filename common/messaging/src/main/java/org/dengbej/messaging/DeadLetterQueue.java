package org.dengbej.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.dengbej.events.OffsetRange;
import org.dengbej.events.Topics;

/**
 * The dead-letter queue of one topic. A replay is noted beside the letters, in the same transaction as the replayed record: one that
 * broke off anywhere can be repeated, and replays nothing twice. Notes are kept as long as the letters before them.
 */
public final class DeadLetterQueue implements AutoCloseable {

    private static final Duration BROKER_TIMEOUT = Duration.ofSeconds(30);

    private final Map<String, Object> connection;
    private final String topic;
    private final OffsetRangeReader log;

    /** {@code topic}: the one whose records were dead-lettered. */
    public DeadLetterQueue(Map<String, Object> connection, String topic) {
        this.connection = connection;
        this.topic = topic;
        this.log = OffsetRangeReader.open(connection, BROKER_TIMEOUT);
    }

    /** All letters, oldest first, without their values. */
    public List<DeadLetter> letters() {
        List<DeadLetter> letters = new ArrayList<>();
        for (OffsetRange range : log.allRanges(Topics.deadLetter(topic))) {
            Set<Long> replayed = new HashSet<>();
            List<DeadLetter> ofPartition = new ArrayList<>();
            for (Iterator<ConsumerRecord<String, byte[]>> records = log.read(range); records.hasNext(); ) {
                ConsumerRecord<String, byte[]> record = records.next();
                CloudEvents.text(record.headers(), DeadLetters.REPLAYED)
                        .ifPresentOrElse(
                                offset -> replayed.add(Long.valueOf(offset)),
                                () -> ofPartition.add(DeadLetter.of(record)));
            }
            ofPartition.stream()
                    .map(letter -> replayed.contains(letter.offset()) ? letter.asReplayed() : letter)
                    .forEach(letters::add);
        }
        return letters;
    }

    /**
     * Replays the letters that are wanted, complete and not replayed yet. Two replays of one topic at the same time are impossible: the
     * second ends the first.
     *
     * @param done receives each that was replayed
     * @throws org.apache.kafka.common.errors.ProducerFencedException when another replay has begun
     */
    public void replay(Predicate<DeadLetter> wanted, Consumer<DeadLetter> done) {
        Producer<String, byte[]> producer = KafkaClients.transactional(connection, "dengbej-replay-" + topic);
        try {
            // Read only now, when what a replay that broke off had left open is ended.
            for (DeadLetter letter : letters()) {
                if (wanted.test(letter) && letter.complete() && !letter.replayed()) {
                    producer.beginTransaction();
                    producer.send(original(letter));
                    producer.send(note(letter));
                    producer.commitTransaction();
                    done.accept(letter);
                }
            }
        } finally {
            producer.close(Duration.ZERO);
        }
    }

    private ProducerRecord<String, byte[]> original(DeadLetter letter) {
        OffsetRange range =
                new OffsetRange(letter.topic(), letter.partition(), letter.offset(), letter.offset() + 1, 1);
        ConsumerRecord<String, byte[]> record = log.read(range).next();
        return new ProducerRecord<>(topic, null, record.key(), record.value(), DeadLetters.original(record.headers()));
    }

    private static ProducerRecord<String, byte[]> note(DeadLetter letter) {
        Headers headers = new RecordHeaders()
                .add(DeadLetters.REPLAYED, Long.toString(letter.offset()).getBytes(UTF_8));
        return new ProducerRecord<>(letter.topic(), letter.partition(), letter.key(), new byte[0], headers);
    }

    @Override
    public void close() {
        log.close();
    }
}
