package org.dengbej.feedback.web;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Checks of input. */
public final class Require {

    private Require() {}

    public static <T> T present(String name, T value) {
        if (value == null) {
            throw InvalidInputException.malformed(reasons -> reasons.missing(name));
        }
        return value;
    }

    public static UUID uuid(String name, String value) {
        try {
            return UUID.fromString(present(name, value));
        } catch (IllegalArgumentException e) {
            throw InvalidInputException.malformed(reasons -> reasons.notUuid(name));
        }
    }

    /** Null for null or blank. */
    public static Integer number(String name, String value) {
        if (value == null || value.isBlank()) {
            return null;
        }
        try {
            return Integer.valueOf(value.strip());
        } catch (NumberFormatException e) {
            throw InvalidInputException.malformed(reasons -> reasons.notANumber(name));
        }
    }

    /** Null for null or blank. */
    public static String shortText(String name, String value, int maxCharacters) {
        if (value == null || value.isBlank()) {
            return null;
        }
        if (value.length() > maxCharacters) {
            throw InvalidInputException.malformed(reasons -> reasons.tooManyCharacters(name, maxCharacters));
        }
        if (!isStorable(value)) {
            throw InvalidInputException.malformed(reasons -> reasons.notStorable(name));
        }
        return value.strip();
    }

    /** True for text that PostgreSQL can store: no NUL, no lone surrogate. */
    public static boolean isStorable(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
