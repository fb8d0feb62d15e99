package org.dengbej.feedback.pair;

import java.util.Arrays;
import java.util.Locale;
import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.ReasonMessages;

/** The answer to a pair. */
public enum Preference {
    FIRST,
    SECOND,
    TIE;

    /** Name in the database, the form and the API. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Preference parse(String label) {
        return Arrays.stream(values())
                .filter(preference -> preference.label().equals(label))
                .findFirst()
                .orElseThrow(() -> InvalidInputException.malformed(ReasonMessages::unknownPreference));
    }
}
