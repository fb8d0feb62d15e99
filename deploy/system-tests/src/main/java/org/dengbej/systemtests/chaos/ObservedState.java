package org.dengbej.systemtests.chaos;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dengbej.events.CorrectionRecorded;
import org.dengbej.events.Event;
import org.dengbej.events.OffsetRange;
import org.dengbej.events.RatingGiven;
import org.dengbej.events.Topics;
import org.dengbej.events.batch.PreparedBatchCodec;
import org.dengbej.local.CommandException;
import org.dengbej.local.stack.Stack;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.messaging.OffsetRangeReader;
import org.dengbej.systemtests.chaos.Submissions.Given;
import org.dengbej.systemtests.chaos.Submissions.Sent;

/** The contents of the topics and of the database, from the first offset on, committed transactions alone. */
public final class ObservedState {

    private static final String RATINGS =
            "SELECT rating.comment, rating.id FROM rating JOIN sentence ON sentence.id = sentence WHERE voice = ?";
    private static final String CORRECTIONS =
            "SELECT correction.rating, correction.id FROM correction JOIN sentence ON sentence.id = sentence WHERE voice = ?";

    private final Stack stack;

    public ObservedState(Stack stack) {
        this.stack = stack;
    }

    /** The batches of every data set, by its name, in the order of the log. */
    public Map<String, List<LoggedBatch>> batches() {
        Map<String, List<LoggedBatch>> batches = new HashMap<>();
        for (String topic : List.of(Topics.BATCHES, Topics.TEMPORARY_BATCHES)) {
            each(
                    topic,
                    record -> batches.computeIfAbsent(record.key(), name -> new ArrayList<>())
                            .add(LoggedBatch.of(PreparedBatchCodec.read(record.value()))));
        }
        return batches;
    }

    /** The events of a topic; those of one key in their order. */
    public List<Event> events(String topic) {
        List<Event> events = new ArrayList<>();
        each(topic, record -> CloudEvents.read(record).ifPresent(events::add));
        return events;
    }

    private void each(String topic, Consumer<ConsumerRecord<String, byte[]>> reader) {
        try (OffsetRangeReader log = OffsetRangeReader.open(stack.bootstrapServers())) {
            for (OffsetRange partition : log.allRanges(topic)) {
                for (Iterator<ConsumerRecord<String, byte[]>> records = log.read(partition); records.hasNext(); ) {
                    reader.accept(records.next());
                }
            }
        }
    }

    /** The fate of a voice's ratings. {@code acknowledged}: by the service. */
    public Submissions ratings(String voice, List<Given> acknowledged) {
        List<Given> rows = rows(RATINGS, voice);
        Map<String, String> marks = rows.stream().collect(Collectors.toMap(Given::id, Given::mark));
        List<Sent> sent = sent(
                voice,
                RatingGiven.class,
                event -> given((RatingGiven) event, marks)); // its mark, a comment, is in the database alone
        return new Submissions(acknowledged, rows, sent);
    }

    /** The fate of a voice's corrections, marked by the ratings that they came with. */
    public Submissions corrections(String voice, List<Given> acknowledged) {
        List<Sent> sent = sent(voice, CorrectionRecorded.class, event -> given((CorrectionRecorded) event));
        return new Submissions(acknowledged, rows(CORRECTIONS, voice), sent);
    }

    private List<Given> rows(String query, String voice) {
        try (Connection connection = DriverManager.getConnection(stack.databaseUrl());
                PreparedStatement select = connection.prepareStatement(query)) {
            select.setString(1, voice);
            List<Given> rows = new ArrayList<>();
            for (ResultSet row = select.executeQuery(); row.next(); ) {
                rows.add(new Given(row.getString(1), row.getString(2)));
            }
            return rows;
        } catch (SQLException e) {
            throw new CommandException("the database does not answer: " + e.getMessage());
        }
    }

    /** Events that are still to leave. */
    public long waiting() {
        try (Connection connection = DriverManager.getConnection(stack.databaseUrl());
                ResultSet row = connection
                        .createStatement()
                        .executeQuery("SELECT count(*) FROM outbox WHERE sent_at IS NULL")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new CommandException("the database does not answer: " + e.getMessage());
        }
    }

    private List<Sent> sent(String voice, Class<? extends Event> kind, Function<Event, Given> content) {
        List<Sent> sent = new ArrayList<>();
        each(
                Topics.FEEDBACK,
                record -> CloudEvents.read(record)
                        .filter(event -> kind.isInstance(event) && event.key().equals(voice))
                        .map(content)
                        .ifPresent(given -> sent.add(
                                new Sent(CloudEvents.id(record.headers()).orElse(""), given))));
        return sent;
    }

    private static Given given(RatingGiven rating, Map<String, String> marks) {
        return new Given(marks.getOrDefault(rating.rating(), "in no row: " + rating.rating()), rating.rating());
    }

    private static Given given(CorrectionRecorded correction) {
        return new Given(correction.rating(), correction.correction());
    }
}
