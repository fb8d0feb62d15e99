package org.dengbej.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.dengbej.files.AtomicFolder;

/** A service for tests that is started once per JVM, whichever class loaders ask for it; its address is a system property. */
final class SharedTestService {

    private SharedTestService() {}

    /**
     * The address of a service.
     *
     * @param property system property that holds the address once it runs
     * @param start    starts it with a folder for its data and returns its address
     * @param stop     stops it when the JVM ends
     */
    static synchronized String address(String property, Function<Path, String> start, Runnable stop) {
        String running = System.getProperty(property);
        if (running != null) {
            return running;
        }
        try {
            Path folder = Files.createTempDirectory(property + "-");
            String address = start.apply(folder);
            System.setProperty(property, address);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stop, folder), property + "-stop"));
            return address;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end(Runnable stop, Path folder) {
        stop.run();
        try {
            AtomicFolder.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
