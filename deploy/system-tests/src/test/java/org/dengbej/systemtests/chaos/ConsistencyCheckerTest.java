package org.dengbej.systemtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.dengbej.events.BatchSkipped;
import org.dengbej.events.Event;
import org.dengbej.events.EventJson;
import org.dengbej.events.JobCompleted;
import org.dengbej.events.JobStarted;
import org.dengbej.events.StepsTrained;
import org.dengbej.events.TrainVoice;
import org.dengbej.systemtests.chaos.Submissions.Given;
import org.dengbej.systemtests.chaos.Submissions.Sent;
import org.junit.jupiter.api.Test;

/** An audit that cannot fail proves nothing: each thing that can go wrong is made up here, and has to be found. */
class ConsistencyCheckerTest {

    private static final TrainVoice JOB = EventJson.read("""
            {"voice": "kmr", "job": "job", "baseModel": "fresh:voice", "datasets": [{"dataset": "speech"}],
             "output": "file:///out", "seed": 1, "hyperparameters": {"epochs": 2}}""".getBytes(StandardCharsets.UTF_8), TrainVoice.class);
    private static final List<LoggedBatch> SPEECH = List.of(batch(0, "a"), batch(1, "b"), batch(2, "c"));

    /** Batches of two epochs in steps of two: the last step of each holds one. */
    private static final List<Event> REFERENCE =
            List.of(started(0), step(1, 1, 0, 1), step(2, 1, 2), step(3, 2, 2, 1), step(4, 2, 0), completed(6));

    private static LoggedBatch batch(int index, String utterance) {
        return new LoggedBatch("speech/" + index, index, List.of(utterance));
    }

    private static JobStarted started(long fromStep) {
        return new JobStarted("job", "kmr", "cpu", 2, 3, fromStep, null, null, null);
    }

    private static StepsTrained step(long step, int epoch, Integer... batches) {
        List<String> ids =
                Arrays.stream(batches).map(index -> "speech/" + index).toList();
        return new StepsTrained("job", "kmr", step, epoch, ids, 0, 0, 6, null, Map.of(), 1, 1.0, 1e-3, true, 1);
    }

    private static JobCompleted completed(long batches) {
        return new JobCompleted("job", "kmr", 4, batches, 0, List.of(), URI.create("file:///out"), 1, null);
    }

    private static BatchSkipped skipped(int epoch, int batch) {
        return new BatchSkipped("job", "kmr", "speech", batch, epoch, "unusable", "", List.of(), List.of());
    }

    private static Anomalies trained(Event... events) {
        return new ConsistencyChecker(Map.of("speech", SPEECH), List.of(events)).trained(List.of(JOB));
    }

    private static Anomalies trained(List<Event> events) {
        return trained(events.toArray(Event[]::new));
    }

    private static List<Event> referenceWith(int place, Event event) {
        List<Event> events = new ArrayList<>(REFERENCE);
        events.set(place, event);
        return events;
    }

    @Test
    void aJobThatNobodyDisturbedIsClean() {
        assertThat(trained(REFERENCE)).isEqualTo(Anomalies.NONE);
    }

    @Test
    void whatAnAttemptDidAfterItsLastCheckpointDoesNotCount() {
        assertThat(trained(
                        started(0),
                        step(1, 1, 0, 1),
                        step(2, 1, 2),
                        step(3, 2, 2, 1),
                        started(1),
                        step(2, 1, 2),
                        started(2),
                        step(3, 2, 2, 1),
                        step(4, 2, 0),
                        completed(6)))
                .isEqualTo(Anomalies.NONE);
    }

    @Test
    void aLostBatchIsFound() {
        assertThat(trained(referenceWith(3, step(3, 2, 2)))).isEqualTo(new Anomalies(1, 1));
        assertThat(trained(started(0), step(1, 1, 0, 1), step(2, 1, 2), step(3, 2, 2), step(4, 2, 0), completed(5)))
                .isEqualTo(new Anomalies(1, 0));
    }

    @Test
    void aBatchThatCountedTwiceIsFound() {
        assertThat(trained(
                        started(0), step(1, 1, 0, 1), step(2, 1, 2, 1), step(3, 2, 2, 1), step(4, 2, 0), completed(7)))
                .isEqualTo(new Anomalies(0, 1));
    }

    @Test
    void aStepThatIsRepeatedWithoutACheckpointBeforeItIsFound() {
        assertThat(trained(
                        started(0),
                        step(1, 1, 0, 1),
                        step(2, 1, 2),
                        step(2, 1, 2),
                        step(3, 2, 2, 1),
                        step(4, 2, 0),
                        completed(7)))
                .isEqualTo(new Anomalies(0, 1));
    }

    @Test
    void oneTooFewInAnEpochDoesNotHideOneTooMany() {
        assertThat(trained(referenceWith(2, step(2, 1, 1)))).isEqualTo(new Anomalies(1, 1));
        assertThat(trained(started(0), step(1, 1, 0, 1), step(3, 2, 2, 1, 0), step(4, 2, 0), completed(6)))
                .isEqualTo(new Anomalies(1, 1));
    }

    @Test
    void anAttemptThatBeganWhereNobodyWasIsFound() {
        assertThat(trained(started(0), step(1, 1, 0, 1), started(3), step(4, 2, 0), completed(3)))
                .isEqualTo(new Anomalies(3, 0));
    }

    @Test
    void aBatchThatWasReportedAsSkippedIsNotLost() {
        assertThat(trained(started(0), step(1, 1, 0, 1), skipped(1, 2), step(3, 2, 2, 1), step(4, 2, 0), completed(5)))
                .isEqualTo(Anomalies.NONE);
    }

    @Test
    void aCheckpointThatCountedMoreThanTheEventsIsFound() {
        assertThat(trained(referenceWith(5, completed(8)))).isEqualTo(new Anomalies(0, 2));
        assertThat(trained(REFERENCE.subList(0, 5)).lost())
                .as("never completed")
                .isPositive();
    }

    @Test
    void aBatchThatIsMissingOnTheLogOrThereTwiceIsFound() {
        ConsistencyChecker checker = new ConsistencyChecker(
                Map.of(
                        "reference", SPEECH,
                        "torn", SPEECH.subList(0, 2),
                        "doubled", List.of(SPEECH.get(0), SPEECH.get(1), SPEECH.get(2), SPEECH.get(1)),
                        "other", List.of(SPEECH.get(0), SPEECH.get(1), batch(2, "x"))),
                List.of());
        assertThat(checker.published("reference", List.of("reference"))).isEqualTo(Anomalies.NONE);
        assertThat(checker.published("reference", List.of("torn"))).isEqualTo(new Anomalies(1, 0));
        assertThat(checker.published("reference", List.of("doubled"))).isEqualTo(new Anomalies(0, 1));
        assertThat(checker.published("reference", List.of("other"))).isEqualTo(new Anomalies(1, 1));
        assertThat(checker.published("reference", List.of("never"))).isEqualTo(new Anomalies(3, 0));
    }

    private static final Given ONE = new Given("mark-1", "id-1");
    private static final Given TWO = new Given("mark-2", "id-2");

    private static Sent sent(Given given) {
        return new Sent("event of " + given.id(), given);
    }

    @Test
    void aRatingThatIsStoredAndSentIsClean() {
        // the same event twice is one, and so is a submission that was repeated
        Submissions submissions =
                new Submissions(List.of(ONE, TWO, TWO), List.of(ONE, TWO), List.of(sent(ONE), sent(TWO), sent(ONE)));
        assertThat(submissions.lost()).isZero();
        assertThat(submissions.duplicates()).isZero();
    }

    @Test
    void aRatingThatIsMissingInTheDatabaseOrOnTheTopicIsLost() {
        List<Given> both = List.of(ONE, TWO);
        assertThat(new Submissions(both, List.of(ONE), List.of(sent(ONE), sent(TWO))).lost())
                .isOne();
        assertThat(new Submissions(both, both, List.of(sent(TWO))).lost()).isOne();
        assertThat(new Submissions(both, List.of(ONE), List.of(sent(TWO))).lost())
                .isEqualTo(2);
    }

    @Test
    void aRatingInTwoRowsOrUnderTwoEventIdsIsADuplicate() {
        Given again = new Given("mark-1", "id-3");
        assertThat(new Submissions(List.of(), List.of(ONE, again), List.of()).duplicates())
                .isOne();
        assertThat(new Submissions(List.of(), List.of(), List.of(sent(ONE), new Sent("another", ONE))).duplicates())
                .isOne();
        assertThat(new Submissions(List.of(), List.of(), List.of(sent(ONE), sent(again))).duplicates())
                .isOne();
    }
}
