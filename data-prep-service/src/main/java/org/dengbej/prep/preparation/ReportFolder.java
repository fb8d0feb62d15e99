package org.dengbej.prep.preparation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.dengbej.events.PrepareDataset;
import org.dengbej.files.FileUris;
import org.dengbej.files.OutputFolder;
import org.dengbej.files.OutputFolderException;
import org.dengbej.prep.report.JoinedReport;

/** A folder for the report of a preparation alone, as a data set that is not exported, or of which nothing is left, has it. */
public final class ReportFolder {

    private static final String MAKER = "prepare";

    private final OutputFolder folder;

    private ReportFolder(OutputFolder folder) {
        this.folder = folder;
    }

    /**
     * The folder that a request asks for; empty when it asks for none.
     *
     * @throws UnusableExportException when it names no folder of this machine
     */
    public static Optional<ReportFolder> requestedBy(PrepareDataset request) {
        if (request.reportTo() == null) {
            return Optional.empty();
        }
        try {
            Path path = FileUris.path("reportTo", request.reportTo());
            return Optional.of(new ReportFolder(new OutputFolder(path, MAKER, request.overwrite())));
        } catch (IllegalArgumentException e) {
            throw new UnusableExportException(e.getMessage(), e);
        }
    }

    public Path path() {
        return folder.path();
    }

    /**
     * Looks at the folder before any work is done.
     *
     * @param inputs the files and folders that are read
     * @throws UnusableExportException when it must not, or cannot be written to
     */
    public void check(Collection<Path> inputs) {
        access(() -> folder.check(inputs.toArray(Path[]::new)));
    }

    /**
     * Writes the report. {@code description}: of the source.
     *
     * @throws UnusableExportException when it cannot be written; what was there is there still
     */
    public void write(Preparation preparation, String description) {
        access(() -> folder.write(path -> preparation.writeReport(path, description)));
    }

    /** Writes a shard's part of the report. {@code shard}: its number, from 0. */
    void writeShard(ShardFolders folders, int shard, Preparation preparation) {
        access(() -> folders.write(shard, preparation::writeReportPart));
    }

    /** Writes the report from the parts of its shards. {@code shards}: how many. */
    void join(ShardFolders folders, int shards, JoinedReport report, Runnable interruption) {
        access(() -> {
            List<Path> parts = folders.first(shards);
            folder.write(path -> report.write(path, parts, interruption));
        });
    }

    void deleteShards(ShardFolders folders) {
        access(folders::delete);
    }

    private interface Access {
        void run() throws IOException;
    }

    private static void access(Access access) {
        try {
            access.run();
        } catch (OutputFolderException e) {
            throw new UnusableExportException("reportTo: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UnusableExportException("reportTo: " + e.getMessage(), e);
        }
    }
}
