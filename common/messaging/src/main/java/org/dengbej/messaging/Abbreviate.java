package org.dengbej.messaging;

/** Abbreviated text from outside, for a reason, a header or a line of a log. */
public final class Abbreviate {

    private static final int MAX_CHARACTERS = 2_000;

    private Abbreviate() {}

    public static String of(String text) {
        return text.length() <= MAX_CHARACTERS ? text : text.substring(0, MAX_CHARACTERS) + " ...";
    }

    /** The reason of a failure: its message, or its class where it has none. */
    public static String of(Throwable failure) {
        return of(failure.getMessage() == null ? failure.getClass().getName() : failure.getMessage());
    }
}
