package org.dengbej.files;

import java.io.IOException;
import java.nio.file.Path;

/** Writes to a path that nobody else looks at yet. */
@FunctionalInterface
public interface PathWriter {

    void write(Path path) throws IOException;
}
