package org.dengbej.local.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Names for what a command asks of the services. */
final class Names {

    private Names() {}

    /** A name that no other request has. */
    static String unique(String task) {
        return task + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** A model as the services find it: they run in another folder than this command. */
    static String model(String reference) {
        Path path = Path.of(reference);
        return Files.isDirectory(path) ? path.toAbsolutePath().normalize().toString() : reference;
    }
}
