package org.dengbej.embedded;

import java.nio.file.Path;

/** A folder that another process holds. */
public final class FolderHeldException extends RuntimeException {

    FolderHeldException(Path folder, String holder) {
        super("[%s] is held by %s; wait until that has ended, or end it".formatted(folder, holder));
    }
}
