package org.dengbej.trainer.report;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The curve of each loss, from the first step on. However long the run, a term keeps at most {@value #MAX_POINTS} points: when there
 * are more, neighbours are merged. What is written and read continues as if it had stayed in memory, so a checkpoint can carry it.
 */
public final class LossHistory {

    static final int MAX_POINTS = 1024;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SortedMap<String, List<Point>> terms = new TreeMap<>();

    /**
     * Some values after one another.
     *
     * @param step  of the last
     * @param count how many
     * @param mean  of them
     */
    public record Point(long step, int count, double mean) {

        private Point and(Point next) {
            int both = count + next.count;
            return new Point(next.step, both, mean + (next.mean - mean) * next.count / both);
        }
    }

    /** Adds a step's losses by name. One that is not finite is skipped: it would spoil the means for good. */
    public void add(long step, Map<String, Double> losses) {
        losses.forEach((term, value) -> {
            if (Double.isFinite(value)) {
                add(terms.computeIfAbsent(term, name -> new ArrayList<>()), new Point(step, 1, value));
            }
        });
    }

    private static void add(List<Point> points, Point point) {
        int last = points.size() - 1;
        if (last >= 0 && points.get(last).count() < points.get(0).count()) {
            points.set(last, points.get(last).and(point));
            return;
        }
        points.add(point);
        if (points.size() > MAX_POINTS) {
            mergePairs(points);
        }
    }

    /** One that is left alone at the end is filled up by those that follow. */
    private static void mergePairs(List<Point> points) {
        List<Point> merged = new ArrayList<>();
        for (int i = 0; i < points.size(); i += 2) {
            Point point = points.get(i);
            merged.add(i + 1 < points.size() ? point.and(points.get(i + 1)) : point);
        }
        points.clear();
        points.addAll(merged);
    }

    /** The points of each term, terms by name. */
    public SortedMap<String, List<Point>> terms() {
        return Collections.unmodifiableSortedMap(terms);
    }

    /** Writes {@code {"mel": [{"step": 1, "count": 1, "mean": 2.5}, ...], ...}}. */
    public void write(Path file) throws IOException {
        Files.write(file, toJson());
    }

    byte[] toJson() throws IOException {
        return JSON.writeValueAsBytes(terms);
    }

    /** Reads what was written. */
    public static LossHistory read(Path file) throws IOException {
        LossHistory history = new LossHistory();
        JSON.readValue(Files.readAllBytes(file), new TypeReference<Map<String, List<Point>>>() {})
                .forEach((term, points) -> history.terms.put(term, new ArrayList<>(points)));
        return history;
    }
}
