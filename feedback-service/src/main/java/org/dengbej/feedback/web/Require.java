package org.dengbej.feedback.web;

import java.util.UUID;

/** Checks of what comes in. */
public final class Require {

    private Require() {}

    public static <T> T present(String name, T value) {
        if (value == null) {
            throw InvalidInputException.malformed("%s is missing".formatted(name));
        }
        return value;
    }

    public static UUID uuid(String name, String value) {
        try {
            return UUID.fromString(present(name, value));
        } catch (IllegalArgumentException e) {
            throw InvalidInputException.malformed("%s must be a UUID".formatted(name));
        }
    }

    /** Null for null or blank. */
    public static String shortText(String name, String value, int maxCharacters) {
        if (value == null || value.isBlank()) {
            return null;
        }
        if (value.length() > maxCharacters || value.indexOf('\0') >= 0) {
            throw InvalidInputException.malformed("%s may have %d characters at most".formatted(name, maxCharacters));
        }
        return value.strip();
    }
}
