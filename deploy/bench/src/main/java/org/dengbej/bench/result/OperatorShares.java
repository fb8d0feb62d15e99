package org.dengbej.bench.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The operators' shares of the time, from a trace in Chrome's format as PyTorch's profiler writes it: each operator's own time, without that of
 * the operators that it calls.
 *
 * @param operators by share, the largest first
 * @param seconds   of all operators together
 */
public record OperatorShares(List<Operator> operators, double seconds) {

    /**
     * One operator.
     *
     * @param name    PyTorch's
     * @param calls   number of calls
     * @param seconds its own, over all calls
     * @param share   of the time of all operators, 0 to 1
     */
    public record Operator(String name, int calls, double seconds, double share) {}

    private record Span(String name, double fromMicros, double micros) {
        double endMicros() {
            return fromMicros + micros;
        }
    }

    private static final class Tally {
        private int calls;
        private double micros;
    }

    /** Reads a trace. */
    public static OperatorShares read(Path trace) throws IOException {
        JsonNode root = new ObjectMapper().readTree(trace.toFile());
        Map<String, List<Span>> threads = new HashMap<>();
        for (JsonNode event : root.isArray() ? root : root.path("traceEvents")) {
            if (event.path("ph").asText().equals("X")) {
                threads.computeIfAbsent(event.path("tid").asText(), tid -> new ArrayList<>())
                        .add(new Span(
                                event.path("name").asText(),
                                event.path("ts").asDouble(),
                                event.path("dur").asDouble()));
            }
        }
        Map<String, Tally> tallies = new HashMap<>();
        threads.values().forEach(spans -> tally(spans, tallies));
        return of(tallies);
    }

    private static void tally(List<Span> spans, Map<String, Tally> tallies) {
        spans.sort(Comparator.comparingDouble(Span::fromMicros)
                .thenComparing(Comparator.comparingDouble(Span::micros).reversed()));
        Deque<Span> open = new ArrayDeque<>();
        for (Span span : spans) {
            while (!open.isEmpty() && open.peek().endMicros() <= span.fromMicros) {
                open.pop();
            }
            if (!open.isEmpty()) {
                tallies.get(open.peek().name).micros -= span.micros;
            }
            Tally tally = tallies.computeIfAbsent(span.name, name -> new Tally());
            tally.calls++;
            tally.micros += span.micros;
            open.push(span);
        }
    }

    private static OperatorShares of(Map<String, Tally> tallies) {
        double micros =
                tallies.values().stream().mapToDouble(tally -> tally.micros).sum();
        List<Operator> operators = tallies.entrySet().stream()
                .map(entry -> new Operator(
                        entry.getKey(),
                        entry.getValue().calls,
                        entry.getValue().micros / 1e6,
                        entry.getValue().micros / micros))
                .sorted(Comparator.comparingDouble(Operator::share).reversed())
                .toList();
        return new OperatorShares(operators, micros / 1e6);
    }

    /** The largest, one line each: share, seconds, calls, name. */
    public List<String> lines(int most) {
        return operators.stream()
                .limit(most)
                .map(operator -> String.format(
                        Locale.ROOT,
                        "%5.1f %%  %7.3f s  %6d  %s",
                        100 * operator.share,
                        operator.seconds,
                        operator.calls,
                        operator.name))
                .toList();
    }
}
