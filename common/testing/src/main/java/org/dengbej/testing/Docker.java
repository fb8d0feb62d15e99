package org.dengbej.testing;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.testcontainers.DockerClientFactory;

/** The Docker engine of this machine, if one answers. */
final class Docker {

    private static final boolean ANSWERS = ask();

    private Docker() {}

    static boolean answers() {
        return ANSWERS;
    }

    private static boolean ask() {
        // Where there is none, Testcontainers says so in a hundred lines.
        Logger.getLogger("org.testcontainers").setLevel(Level.OFF);
        return DockerClientFactory.instance().isDockerAvailable();
    }
}
