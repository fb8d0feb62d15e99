package org.dengbej.prep.preparation;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.dengbej.events.PrepareDataset;
import org.dengbej.prep.report.JoinedReport;

/** A folder for the report of a preparation alone, as a data set that is not exported, or of which nothing is left, has it. */
public final class ReportFolder implements ShardTarget {

    private final RequestedFolder folder;

    private ReportFolder(RequestedFolder folder) {
        this.folder = folder;
    }

    /**
     * The folder that a request asks for; empty when it asks for none.
     *
     * @throws UnusableExportException when it names no folder of this machine
     */
    public static Optional<ReportFolder> requestedBy(PrepareDataset request) {
        return RequestedFolder.of("reportTo", request.reportTo(), request.overwrite(), "")
                .map(ReportFolder::new);
    }

    @Override
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
        folder.check(inputs);
    }

    /**
     * Writes the report. {@code description}: of the source.
     *
     * @throws UnusableExportException when it cannot be written; what was there is there still
     */
    public void write(Preparation preparation, String description) {
        folder.write(path -> preparation.writeReport(path, description));
    }

    /** Writes a shard's part of the report. */
    @Override
    public void writeShard(ShardFolders folders, int shard, Preparation preparation, Runnable interruption) {
        folder.access(() -> folders.write(shard, preparation::writeReportPart));
    }

    @Override
    public void join(ShardFolders folders, int shards, JoinedReport report, Runnable interruption) {
        folder.access(() -> {
            List<Path> parts = folders.first(shards);
            folder.write(path -> report.write(path, parts, interruption));
        });
    }

    @Override
    public void deleteShards(ShardFolders folders) {
        folder.access(folders::delete);
    }
}
