package org.dengbej.prep.report;

import java.io.IOException;
import java.nio.file.Path;
import org.dengbej.prep.PreparationException;

/** The spool of a report, or its folder, cannot be written. */
public final class UnwritableReportException extends PreparationException {

    UnwritableReportException(Path folder, IOException cause) {
        super(
                "[%s] rejections cannot be written: %s; make room there, or set dengbej.data-prep.spool-dir to a folder on a larger disk, and send the request again"
                        .formatted(folder, cause.getMessage()),
                cause);
    }
}
