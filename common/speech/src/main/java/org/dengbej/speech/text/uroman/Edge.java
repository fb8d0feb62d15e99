package org.dengbej.speech.text.uroman;

/** The romanisation of the characters from {@code start} to {@code end} (exclusive). */
class Edge {

    /** The source of a romanisation, the more trusted first. */
    enum Kind {
        RULE,
        DECOMPOSITION,
        OTHER
    }

    final int start;
    final int end;
    final Kind kind;
    String text;

    Edge(int start, int end, String text, Kind kind) {
        this.start = start;
        this.end = end;
        this.text = text;
        this.kind = kind;
    }
}
