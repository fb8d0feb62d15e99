package org.dengbej.feedback.studio;

import io.quarkus.qute.TemplateExtension;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Formats of moments in pages. */
@TemplateExtension
final class InstantExtensions {

    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(ZoneOffset.UTC);

    private InstantExtensions() {}

    /** A moment to the minute, in UTC. */
    static String minute(Instant moment) {
        return MINUTES.format(moment);
    }
}
