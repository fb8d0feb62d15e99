package org.dengbej.events;

/** Abbreviated text from outside, for an event, a header or a line of a log. */
public final class Abbreviate {

    private static final int MAX_CHARACTERS = 2_000;
    private static final String ELLIPSIS = " ...";

    private Abbreviate() {}

    public static String of(String text) {
        return of(text, MAX_CHARACTERS);
    }

    /** The first {@code maxCharacters} of a longer text, one fewer where a pair of surrogates would be parted. */
    public static String of(String text, int maxCharacters) {
        if (text.length() <= maxCharacters) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(maxCharacters - 1)) ? maxCharacters - 1 : maxCharacters;
        return text.substring(0, end) + ELLIPSIS;
    }

    /** The reason of a failure: its message, or its class where it has none. */
    public static String of(Throwable failure) {
        return of(failure.getMessage() == null ? failure.getClass().getName() : failure.getMessage());
    }
}
