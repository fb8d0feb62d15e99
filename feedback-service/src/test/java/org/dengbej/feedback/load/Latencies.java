package org.dengbej.feedback.load;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;

/** Latencies by kind of request, from its first byte sent to the last received. */
final class Latencies {

    private final Map<String, ConcurrentLinkedQueue<Long>> nanos = new ConcurrentSkipListMap<>();

    void add(String kind, long tookNanos) {
        nanos.computeIfAbsent(kind, first -> new ConcurrentLinkedQueue<>()).add(tookNanos);
    }

    String table(double seconds) {
        StringBuilder table = new StringBuilder("%-10s %9s %7s %8s %8s %8s %8s%n"
                .formatted("request", "count", "per s", "p50 ms", "p95 ms", "p99 ms", "max ms"));
        nanos.forEach((kind, all) -> {
            List<Long> sorted = all.stream().sorted().toList();
            if (!sorted.isEmpty()) {
                table.append("%-10s %9d %7.1f %8.1f %8.1f %8.1f %8.1f%n"
                        .formatted(
                                kind,
                                sorted.size(),
                                sorted.size() / seconds,
                                percentileMs(sorted, 50),
                                percentileMs(sorted, 95),
                                percentileMs(sorted, 99),
                                percentileMs(sorted, 100)));
            }
        });
        return table.toString();
    }

    /** Percentile by nearest rank. */
    private static double percentileMs(List<Long> sorted, int percent) {
        int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
        return sorted.get(Math.max(0, rank - 1)) / 1e6;
    }
}
