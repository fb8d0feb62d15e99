package org.dengbej.local.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dengbej.events.Abbreviate;
import org.dengbej.messaging.DeadLetter;
import org.dengbej.messaging.DeadLetterQueue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "list",
        description = "Lists dead-lettered records: where and when, why, and whether they were replayed.",
        mixinStandardHelpOptions = true)
public final class ListDeadLetters implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    DeadLettersMixin where;

    @Option(
            names = "--limit",
            defaultValue = "100",
            paramLabel = "N",
            description = "The newest N of each topic. Default: ${DEFAULT-VALUE}")
    int limit;

    @Option(names = "--json", description = "One JSON object a line")
    boolean json;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<DeadLetter> letters = where.withBroker(spec.commandLine().getErr(), this::newest);
        letters.forEach(letter -> out.println(json ? json(letter) : line(letter)));
        if (letters.isEmpty() && !json) {
            out.println("No dead letters.");
        }
        out.flush();
        return 0;
    }

    private List<DeadLetter> newest(Map<String, Object> connection) {
        List<DeadLetter> newest = new ArrayList<>();
        for (String topic : where.topics()) {
            try (DeadLetterQueue queue = new DeadLetterQueue(connection, topic)) {
                List<DeadLetter> all = queue.letters();
                newest.addAll(all.subList(Math.max(0, all.size() - limit), all.size()));
            }
        }
        return newest;
    }

    /** One line a letter, as {@code replay} names them too. */
    static String line(DeadLetter letter) {
        return "%s@%d  %s  from %s  key=%s type=%s bytes=%d%s%n    %s"
                .formatted(
                        letter.topic(),
                        letter.offset(),
                        letter.time(),
                        origin(letter.origin()),
                        letter.key() == null ? "" : Abbreviate.of(letter.key()),
                        letter.type(),
                        letter.bytes(),
                        state(letter),
                        letter.reason());
    }

    private static String origin(DeadLetter.Origin origin) {
        return origin.offset() == null
                ? origin.topic()
                : "%s-%d@%d".formatted(origin.topic(), origin.partition(), origin.offset());
    }

    private static String state(DeadLetter letter) {
        if (!letter.complete()) {
            return " (too large to be replayed)";
        }
        return letter.replayed() ? " (replayed)" : "";
    }

    private static String json(DeadLetter letter) {
        Map<String, Object> origin = new LinkedHashMap<>();
        origin.put("topic", letter.origin().topic());
        origin.put("partition", letter.origin().partition());
        origin.put("offset", letter.origin().offset());
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("topic", letter.topic());
        fields.put("partition", letter.partition());
        fields.put("offset", letter.offset());
        fields.put("origin", origin);
        fields.put("time", letter.time().toString());
        fields.put("reason", letter.reason());
        fields.put("key", letter.key());
        fields.put("id", letter.id());
        fields.put("type", letter.type());
        fields.put("bytes", letter.bytes());
        fields.put("complete", letter.complete());
        fields.put("replayed", letter.replayed());
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
