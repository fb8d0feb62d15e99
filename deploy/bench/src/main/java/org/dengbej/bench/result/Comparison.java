package org.dengbej.bench.result;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/**
 * Ours beside the peer's: medians over some processes of each.
 *
 * @param metric measured
 * @param ours     in its unit
 * @param peer     in its unit; null where there is no peer
 */
public record Comparison(Metric metric, double ours, Double peer) {

    private static final String TITLE = "%-26s %12s %12s %8s  %s";

    /** {@code peer}: empty where there is none. */
    public static Comparison of(Metric metric, List<Double> ours, List<Double> peer) {
        return new Comparison(metric, median(ours), peer.isEmpty() ? null : median(peer));
    }

    /** The middle value, or the mean of the two in the middle; of at least one value. */
    public static double median(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a median is of at least one value");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** Ours by the peer's; null where there is no peer. */
    public Double ratio() {
        return peer == null ? null : ours / peer;
    }

    /** One line: {@code {"name":..., "ours":..., "peer":..., "ratio":..., "unit":...}}. */
    public String json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", metric.label());
        json.put("ours", ours);
        json.put("peer", peer);
        json.put("ratio", ratio());
        json.put("unit", metric.unit());
        return json.toString();
    }

    /** Above a column of {@link #line}s. */
    public static String title() {
        return TITLE.formatted("", "ours", "peer", "ratio", "");
    }

    /** For people. */
    public String line() {
        return TITLE.formatted(metric.label(), shown(ours), shown(peer), shown(ratio()), metric.unit());
    }

    private static String shown(Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, value < 100 ? "%.3f" : "%.1f", value);
    }
}
