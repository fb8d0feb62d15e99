package org.dengbej.vits;

/** The constraints on a configuration; the messages name the key of config.json. */
final class VitsConfigRules {

    private VitsConfigRules() {}

    static void positive(String key, double value) {
        that(value > 0, "%s must be more than 0, found %s", key, value);
    }

    /** An even kernel would change the length of what it convolves. */
    static void odd(String key, int value) {
        that(value > 0 && value % 2 == 1, "%s must be odd, found %d", key, value);
    }

    static void that(boolean fulfilled, String message, Object... found) {
        if (!fulfilled) {
            throw new IllegalArgumentException(message.formatted(found));
        }
    }
}
