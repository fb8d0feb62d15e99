package org.dengbej.speech.text.uroman;

/**
 * A romaniser of any script into ASCII letters, by the rules and tables of the universal romaniser uroman (Hermjakob, May and Knight
 * 2018), on whose output many MMS voices were trained. What the tables do not know stays as it is.
 */
public final class Romanizer {

    /** Read when a first text asks for them: two megabytes, some tenths of a second. */
    private static final class Shared {
        private static final Tables TABLES = Tables.read();
    }

    private Romanizer() {}

    /** A text in the Latin alphabet, in any language. */
    public static String romanize(String text) {
        return new Lattice(text, Shared.TABLES).romanized();
    }
}
