package org.dengbej.vits.torchfile;

/** Text from a file as a message shows it: short, and without what would upset a terminal or a log. */
final class Shown {

    private static final int MAX_CHARACTERS = 80;

    private Shown() {}

    static String of(String text) {
        String start = text.length() > MAX_CHARACTERS ? text.substring(0, MAX_CHARACTERS) + "..." : text;
        return start.replaceAll("\\p{Cntrl}", "\uFFFD");
    }
}
