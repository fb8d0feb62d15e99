package org.dengbej.prep.report;

import java.util.Optional;
import org.dengbej.events.Abbreviate;
import org.dengbej.prep.source.Recording;

/**
 * An example of a rejection, as the page shows it.
 *
 * @param origin where the recording stands in its source
 * @param detail what was found
 * @param text   as written there; blank where there is none
 * @param sound  as a {@code data:} URI; blank where there is none
 */
public record RejectionExample(String origin, String detail, String text, String sound) {

    private static final int MAX_TEXT_CHARACTERS = 500;

    /** Long texts are abbreviated. */
    static RejectionExample of(Recording recording, String detail, Optional<String> sound) {
        return new RejectionExample(
                recording.origin().toString(),
                Abbreviate.of(detail, MAX_TEXT_CHARACTERS),
                recording.text() == null ? "" : Abbreviate.of(recording.text(), MAX_TEXT_CHARACTERS),
                sound.orElse(""));
    }

    RejectionExample withoutSound() {
        return new RejectionExample(origin, detail, text, "");
    }
}
