package org.dengbej.local.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dengbej.events.DatasetFailed;
import org.dengbej.events.Event;
import org.dengbej.events.InvalidEventException;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.Topics;
import org.dengbej.events.TrainVoice;
import org.dengbej.events.WeightedDataset;
import org.dengbej.local.client.JobStatus.State;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.messaging.DeadLetterQueue;
import org.dengbej.messaging.DeadLetters;
import org.dengbej.messaging.TopicAdmin;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.TopicProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On the real broker: a request that a service dead-letters ends the command that waits for it, with words. */
class DeadLetteredRequestTest {

    private static final Map<String, Object> CONNECTION =
            Map.of("bootstrap.servers", KafkaTestResource.bootstrapServers());

    private final InvalidEventException otherVersion =
            new InvalidEventException("ce_type: expected org.dengbej.PrepareDataset.v2; update the sender");

    /** Of no other test, since the topics are everybody's. */
    private final String name = "request-" + UUID.randomUUID();

    private EventClient client;
    private JobClient jobs;
    private TopicProbe service;

    @BeforeAll
    static void topics() {
        TopicAdmin.createMissing(KafkaTestResource.bootstrapServers(), Topics.all());
    }

    @BeforeEach
    void open() {
        client = new EventClient(KafkaTestResource.bootstrapServers(), () -> {});
        jobs = new JobClient(client, new PrintWriter(new StringWriter()));
        service = new TopicProbe(KafkaTestResource.bootstrapServers(), Topics.DATASET_REQUESTS, Topics.TRAINING_JOBS);
    }

    @AfterEach
    void close() {
        client.close();
        service.close();
    }

    private PrepareDataset dataset() {
        return new PrepareDataset(
                name, URI.create("file:///s"), "pairs", "voice", null, null, null, null, null, 1, null);
    }

    private TrainVoice job() {
        return new TrainVoice(
                "kurdish",
                name,
                "model",
                List.of(new WeightedDataset("data", null)),
                null,
                null,
                null,
                URI.create("file:///output"),
                null,
                null,
                1,
                List.of());
    }

    private static ConsumerRecord<String, byte[]> record(Event event) {
        var sent = CloudEvents.toRecord(event, "/test");
        ConsumerRecord<String, byte[]> record = new ConsumerRecord<>(sent.topic(), 0, 7, sent.key(), sent.value());
        sent.headers().forEach(header -> record.headers().add(header));
        return record;
    }

    private void deadLetter(Class<? extends Event> kind) {
        Event asked = service.await(
                kind, event -> event.identity().equals(expected(kind).identity()));
        service.send(DeadLetters.of(record(asked), otherVersion));
    }

    private Event expected(Class<? extends Event> kind) {
        return kind == TrainVoice.class ? job() : dataset();
    }

    private static <T> T awaited(CompletableFuture<T> command) throws Throwable {
        try {
            return command.orTimeout(90, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw e.getCause();
        }
    }

    @Test
    void whoWaitsForADataSetIsToldTheTopicTheReasonAndWhatToDo() {
        CompletableFuture<?> command = CompletableFuture.supplyAsync(() -> jobs.prepare(dataset()));
        deadLetter(PrepareDataset.class);
        assertThatThrownBy(() -> awaited(command))
                .isInstanceOf(RequestEndedException.class)
                .hasMessageContaining("[dengbej.dataset-requests] org.dengbej.PrepareDataset.v1 of " + name)
                .hasMessageContaining("dead-lettered: " + otherVersion.getMessage())
                .hasMessageContaining("dengbej dead-letters replay --topic dengbej.dataset-requests --offset ")
                .hasMessageContaining("give the command again");
    }

    @Test
    void whoWaitsForAJobIsToldTheSame() {
        CompletableFuture<?> command = CompletableFuture.supplyAsync(() -> jobs.train(job()));
        deadLetter(TrainVoice.class);
        assertThatThrownBy(() -> awaited(command))
                .isInstanceOf(RequestEndedException.class)
                .hasMessageContaining("[dengbej.training-jobs] org.dengbej.TrainVoice.v1 of kurdish")
                .hasMessageContaining(otherVersion.getMessage());
    }

    @Test
    void aDeadLetterOfAnotherRequestAndTheNoteOfAReplayEndNothing() throws Throwable {
        // Given a letter of an earlier request of this name, which is replayed while the command waits
        service.send(DeadLetters.of(record(dataset()), otherVersion));
        try (EventClient later = new EventClient(KafkaTestResource.bootstrapServers(), () -> {})) {
            CompletableFuture<?> command = CompletableFuture.supplyAsync(
                    () -> new JobClient(later, new PrintWriter(new StringWriter())).prepare(dataset()));
            service.await(PrepareDataset.class, name);
            try (DeadLetterQueue queue = new DeadLetterQueue(CONNECTION, Topics.DATASET_REQUESTS)) {
                queue.replay(letter -> name.equals(letter.key()), replayed -> {});
            }
            PrepareDataset other = new PrepareDataset(
                    "other-" + name, URI.create("file:///s"), "pairs", "voice", null, null, null, null, null, 1, null);
            service.send(DeadLetters.of(record(other), otherVersion));

            // When
            service.send(CloudEvents.toRecord(new DatasetFailed(name, dataset().id(), "no room"), "/test"));

            // Then
            assertThatThrownBy(() -> awaited(command))
                    .isInstanceOf(RequestEndedException.class)
                    .hasMessage("no room");
        }
    }

    @Test
    void aFailureThatIsToldBesideTheDeadLetterIsTheOneThatCounts() {
        CompletableFuture<?> command = CompletableFuture.supplyAsync(() -> jobs.prepare(dataset()));
        deadLetter(PrepareDataset.class);
        service.send(CloudEvents.toRecord(new DatasetFailed(name, dataset().id(), "the disk is full"), "/test"));
        assertThatThrownBy(() -> awaited(command)).hasMessage("the disk is full");
    }

    @Test
    void aJobWhoseRequestWasDeadLetteredHasFailedUntilThatIsReplayed() {
        // Given
        EventPublisher.publish(CONNECTION, job());
        deadLetter(TrainVoice.class);

        // When, Then
        JobStatus status = JobCatalogue.read(CONNECTION).find(name).orElseThrow();
        assertThat(status.state()).isEqualTo(State.FAILED);
        assertThat(status.detail()).contains("dead-lettered: " + otherVersion.getMessage());

        // And after a replay
        try (DeadLetterQueue queue = new DeadLetterQueue(CONNECTION, Topics.TRAINING_JOBS)) {
            queue.replay(letter -> job().id().equals(letter.id()), replayed -> {});
        }
        assertThat(JobCatalogue.read(CONNECTION).find(name))
                .map(JobStatus::state)
                .contains(State.QUEUED);
    }
}
