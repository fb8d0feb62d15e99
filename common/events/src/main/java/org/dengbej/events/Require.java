package org.dengbej.events;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The checks that the records make of themselves; every message names the record, the field, and what was found. */
final class Require {

    private Require() {}

    static <T> T present(String record, String field, T value) {
        if (value == null) {
            throw new InvalidEventException("%s.%s is required, found nothing".formatted(record, field));
        }
        return value;
    }

    static String text(String record, String field, String value) {
        present(record, field, value);
        if (value.isBlank()) {
            throw new InvalidEventException("%s.%s must not be blank".formatted(record, field));
        }
        return value;
    }

    /** Names become record keys, folder names and addresses, so they are kept to what is safe in all three. */
    static String name(String record, String field, String value) {
        text(record, field, value);
        if (!value.matches("[\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,127}")) {
            throw new InvalidEventException(
                    "%s.%s must be 1 to 128 letters, digits, dots, hyphens or underscores and start with a letter or digit, found '%s'"
                            .formatted(record, field, value));
        }
        return value;
    }

    static void oneOf(String record, String field, String value, List<String> known) {
        if (!known.contains(value)) {
            throw new InvalidEventException(
                    "%s.%s must be one of %s, found '%s'".formatted(record, field, known, value));
        }
    }

    static void atLeast(String record, String field, double value, double least) {
        if (!(value >= least)) {
            throw new InvalidEventException(
                    "%s.%s must be at least %s, found %s".formatted(record, field, plain(least), plain(value)));
        }
    }

    static void moreThan(String record, String field, double value, double bound) {
        if (!(value > bound)) {
            throw new InvalidEventException(
                    "%s.%s must be more than %s, found %s".formatted(record, field, plain(bound), plain(value)));
        }
    }

    static void between(String record, String field, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new InvalidEventException("%s.%s must be from %s to %s, found %s"
                    .formatted(record, field, plain(least), plain(most), plain(value)));
        }
    }

    /** Absent is empty. */
    static <T> List<T> list(List<T> value) {
        if (value != null && value.stream().anyMatch(Objects::isNull)) {
            throw new InvalidEventException("a list holds null; expected values alone: " + value);
        }
        return value == null ? List.of() : List.copyOf(value);
    }

    /** Absent is empty; the order is kept. */
    static <V> Map<String, V> map(Map<String, V> value) {
        if (value != null && value.values().stream().anyMatch(Objects::isNull)) {
            throw new InvalidEventException("a map holds null; expected values alone: " + value);
        }
        return value == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(value));
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
