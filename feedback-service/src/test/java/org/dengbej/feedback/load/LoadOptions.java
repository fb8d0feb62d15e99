package org.dengbej.feedback.load;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Options of the load test.
 *
 * @param listeners concurrent listeners
 * @param seconds   duration
 * @param pauseMs   mean time that a listener listens and thinks; 0: no pauses
 * @param uploads   percentage of ratings with a recording
 * @param service   path of the packaged service
 * @param work      folder for the stack's data
 */
record LoadOptions(int listeners, int seconds, int pauseMs, int uploads, Path service, Path work) {

    LoadOptions {
        if (listeners < 1 || seconds < 1 || pauseMs < 0 || uploads < 0 || uploads > 100) {
            throw new IllegalArgumentException(
                    "expected --listeners >= 1, --seconds >= 1, --pause-ms >= 0, --uploads from 0 to 100");
        }
    }

    static LoadOptions parse(String[] arguments) {
        Map<String, String> given =
                new TreeMap<>(Map.of("--listeners", "200", "--seconds", "60", "--pause-ms", "2000", "--uploads", "5"));
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            given.put(arguments[i], arguments[i + 1]);
        }
        return new LoadOptions(
                Integer.parseInt(given.get("--listeners")),
                Integer.parseInt(given.get("--seconds")),
                Integer.parseInt(given.get("--pause-ms")),
                Integer.parseInt(given.get("--uploads")),
                Path.of(given.get("--service")),
                Path.of(given.get("--work")));
    }
}
