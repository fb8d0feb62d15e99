package org.dengbej.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.dengbej.events.TopicSpec;
import org.dengbej.events.Topics;
import org.dengbej.messaging.DeadLetterQueue;
import org.dengbej.messaging.DeadLetters;
import org.dengbej.messaging.TopicAdmin;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.TopicProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** On the real broker: dead letters are listed, and replayed once. */
class DeadLettersTest {

    private final String topic = "letters-" + UUID.randomUUID();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private TopicProbe probe;

    @BeforeEach
    void aTopicOfOnesOwn() {
        TopicAdmin.createMissing(
                KafkaTestResource.bootstrapServers(),
                List.of(
                        new TopicSpec(topic, 2, false, Topics.MAX_MESSAGE_BYTES),
                        new TopicSpec(Topics.deadLetter(topic), 1, false, Topics.MAX_DEAD_LETTER_BYTES)));
        probe = new TopicProbe(KafkaTestResource.bootstrapServers(), topic);
    }

    @AfterEach
    void close() {
        probe.close();
    }

    private int run(String... arguments) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        List<String> all = new ArrayList<>(List.of("dead-letters"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--broker", KafkaTestResource.bootstrapServers()));
        return line.execute(all.toArray(String[]::new));
    }

    private List<JsonNode> list(String... more) throws IOException {
        out.getBuffer().setLength(0);
        List<String> arguments = new ArrayList<>(List.of("list", "--json", "--topic", topic));
        arguments.addAll(List.of(more));
        assertThat(run(arguments.toArray(String[]::new))).isZero();
        ObjectMapper json = new ObjectMapper();
        return out.toString().lines().map(line -> read(json, line)).toList();
    }

    private static JsonNode read(ObjectMapper json, String line) {
        try {
            return json.readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    /** Dead-letters a record as a service does; {@code key} may be null, {@code value} of any size. */
    private ProducerRecord<String, byte[]> deadLetter(String key, byte[] value, int partition, long offset) {
        ConsumerRecord<String, byte[]> record = new ConsumerRecord<>(topic, partition, offset, key, value);
        record.headers()
                .add("ce_type", "org.dengbej.TrainVoice.v1".getBytes(UTF_8))
                .add("of-mine", new byte[] {0, -1});
        ProducerRecord<String, byte[]> letter =
                DeadLetters.of(record, new IllegalArgumentException("it is bad", new IOException("the cause")));
        probe.send(letter);
        return letter;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aDeadLetterIsListedWithItsOriginAndItsReason() throws IOException {
        // Given
        Instant before = Instant.now().minusMillis(1);
        deadLetter("voice", bytes("value"), 1, 42);
        deadLetter(null, null, 0, 7);

        // When
        List<JsonNode> letters = list();

        // Then
        assertThat(letters).hasSize(2);
        JsonNode first = letters.get(0);
        assertThat(first.path("topic").asText()).isEqualTo(Topics.deadLetter(topic));
        assertThat(first.path("offset").asLong()).isZero();
        assertThat(first.path("origin").toString())
                .isEqualTo("{\"topic\":\"%s\",\"partition\":1,\"offset\":42}".formatted(topic));
        assertThat(Instant.parse(first.path("time").asText()))
                .isAfter(before)
                .isBefore(Instant.now().plusSeconds(1));
        assertThat(first.path("reason").asText()).isEqualTo("it is bad");
        assertThat(first.path("key").asText()).isEqualTo("voice");
        assertThat(first.path("type").asText()).isEqualTo("org.dengbej.TrainVoice.v1");
        assertThat(first.path("bytes").asInt()).isEqualTo(5);
        assertThat(first.path("replayed").asBoolean()).isFalse();
        assertThat(letters.get(1).path("key").isNull()).isTrue();
        assertThat(list("--limit", "1")).singleElement().isEqualTo(letters.get(1));

        // And for people
        assertThat(run("list", "--topic", Topics.deadLetter(topic))).isZero();
        assertThat(out.toString()).contains("it is bad", topic + "-1@42", "key=voice");
    }

    @Test
    void eachIsReplayedOnceHoweverOftenItIsAskedFor() throws IOException {
        // Given letters of every kind
        deadLetter("a", bytes("first"), 0, 1);
        deadLetter(null, null, 1, 2);
        byte[] large = new byte[Topics.MAX_MESSAGE_BYTES - 4096];
        deadLetter("b", large, 0, 3);

        // When
        assertThat(run("replay", "--topic", topic, "--all", "--dry-run")).isZero();
        assertThat(out.toString()).contains("Would be replayed: 3");
        assertThat(run("replay", "--topic", topic, "--all")).isZero();
        assertThat(out.toString()).contains("Replayed: 3");
        assertThat(run("replay", "--topic", topic, "--all")).isZero();
        assertThat(out.toString()).contains("Replayed: 0");

        // Then
        List<ConsumerRecord<String, byte[]>> back = probe.records(topic, 3);
        assertThat(back).hasSize(3).extracting(ConsumerRecord::key).containsExactlyInAnyOrder("a", null, "b");
        assertThat(back).extracting(ConsumerRecord::value).containsExactlyInAnyOrder(bytes("first"), null, large);
        assertThat(back)
                .allSatisfy(record -> assertThat(record.headers().toArray())
                        .extracting(Header::key)
                        .containsExactly("ce_type", "of-mine"));
        assertThat(back.get(0).headers().lastHeader("of-mine").value()).isEqualTo(new byte[] {0, -1});
        assertThat(list()).hasSize(3).allMatch(letter -> letter.path("replayed").asBoolean());
    }

    @Test
    void oneAloneIsReplayedAndAllSkipsIt() {
        // Given
        deadLetter("a", bytes("1"), 0, 1);
        deadLetter("b", bytes("2"), 0, 2);
        deadLetter("c", bytes("3"), 0, 3);

        // When
        assertThat(run("replay", "--topic", topic, "--offset", "1")).isZero();
        assertThat(run("replay", "--topic", topic, "--offset", "1")).isZero();
        assertThat(run("replay", "--topic", topic, "--all")).isZero();

        // Then
        assertThat(probe.records(topic, 3))
                .hasSize(3)
                .extracting(ConsumerRecord::key)
                .containsOnlyOnce("a", "b", "c");
        assertThat(out.toString()).contains("Replayed: 1", "Replayed: 0", "Replayed: 2");
    }

    @Test
    void aReplayThatBrokeOffIsResumed() {
        // Given a replay that dies after its first letter
        deadLetter("a", bytes("1"), 0, 1);
        deadLetter("b", bytes("2"), 0, 2);
        Map<String, Object> connection = Map.of("bootstrap.servers", KafkaTestResource.bootstrapServers());
        try (DeadLetterQueue queue = new DeadLetterQueue(connection, topic)) {
            assertThatThrownBy(() -> queue.replay(letter -> true, letter -> {
                        throw new IllegalStateException("the terminal is gone");
                    }))
                    .isInstanceOf(IllegalStateException.class);
        }

        // When
        assertThat(run("replay", "--topic", topic, "--all")).isZero();

        // Then
        assertThat(out.toString()).contains("Replayed: 1");
        assertThat(probe.records(topic, 2)).extracting(ConsumerRecord::key).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aRecordTooLargeToBeKeptIsNotReplayedEmpty() throws IOException {
        // Given what a compressed record may have held
        deadLetter("a", new byte[Topics.MAX_MESSAGE_BYTES + 1], 0, 1);

        // When, Then
        assertThat(list().get(0).path("bytes").asInt()).isEqualTo(Topics.MAX_MESSAGE_BYTES + 1);
        assertThat(run("replay", "--topic", topic, "--all")).isZero();
        assertThat(out.toString()).contains("Replayed: 0");
    }

    @Test
    void aMissingLetterIsNamed() {
        assertThat(run("replay", "--topic", topic, "--offset", "9")).isEqualTo(1);
        assertThat(err.toString()).contains(topic, "9").hasLineCount(1);
        assertThat(run("replay", "--offset", "9")).isEqualTo(2);
        assertThat(run("replay", "--topic", topic)).isEqualTo(2);
        assertThat(run("list", "--topic", "no-such-topic")).isZero();
        assertThat(out.toString()).contains("No dead letters");
    }
}
