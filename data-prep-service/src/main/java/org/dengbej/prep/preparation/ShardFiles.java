package org.dengbej.prep.preparation;

import java.util.Optional;
import org.dengbej.events.PrepareDataset;
import org.dengbej.prep.report.JoinedReport;

/**
 * The files of a preparation in shards: an export with the report in it, or the report alone. Each shard leaves its part beside the
 * target, and they are joined when the last one is there.
 */
public final class ShardFiles {

    private final Optional<Export> export;
    private final Optional<ReportFolder> report;
    private final String id;

    private ShardFiles(Optional<Export> export, Optional<ReportFolder> report, String id) {
        this.export = export;
        this.report = report;
        this.id = id;
    }

    /**
     * The files that a request asks for, if any.
     *
     * @param id of the preparation
     * @throws UnusableExportException when it names no folder of this machine
     */
    public static ShardFiles requestedBy(PrepareDataset request, String id) {
        return new ShardFiles(Export.requestedBy(request), ReportFolder.requestedBy(request), id);
    }

    /** Beside the export, if there is one, since its files become the export's. */
    private Optional<ShardFolders> folders() {
        return export.map(Export::path)
                .or(() -> report.map(ReportFolder::path))
                .map(path -> new ShardFolders(path, id));
    }

    /**
     * Writes what a shard leaves of them.
     *
     * @param shard        its number, from 0
     * @param interruption called before each file; what it throws ends the writing, and nothing of it is left
     * @throws UnusableExportException when it cannot be written, e.g. on a full disk
     */
    public void write(int shard, Preparation preparation, Runnable interruption) {
        folders().ifPresent(folders -> {
            if (export.isPresent()) {
                export.get().writeShard(folders, shard, preparation, interruption);
            } else {
                report.get().writeShard(folders, shard, preparation);
            }
        });
    }

    /**
     * Joins what the shards left.
     *
     * @param shards       how many
     * @param interruption called before each file; what it throws ends the writing, and nothing of it is left
     * @throws UnusableExportException when they cannot be written; what was there is there still
     */
    public void join(int shards, JoinedReport joined, Runnable interruption) {
        if (export.isPresent()) {
            export.get().join(folders().get(), shards, joined, interruption);
        } else {
            joinReport(shards, joined, interruption);
        }
    }

    /** The same where nothing was kept: there is nothing to export, and the report lies in a folder of its own if one was asked for. */
    public void joinReport(int shards, JoinedReport joined, Runnable interruption) {
        report.ifPresent(folder -> folder.join(folders().get(), shards, joined, interruption));
    }

    /**
     * Deletes the shards' parts, when the preparation is over.
     *
     * @throws UnusableExportException when they cannot be deleted
     */
    public void delete() {
        if (export.isPresent()) {
            export.get().deleteShards(folders().get());
        } else {
            report.ifPresent(folder -> folder.deleteShards(folders().get()));
        }
    }
}
