package org.dengbej.prep.preparation;

import java.util.Optional;
import org.dengbej.events.PrepareDataset;
import org.dengbej.prep.report.JoinedReport;

/**
 * The files of a preparation in shards: an export with the report in it, or the report alone. Each shard leaves its part beside the
 * target, and they are joined when the last one is there.
 */
public final class ShardFiles {

    /** The export, which has the report in it; without one the report's own folder. */
    private final Optional<ShardTarget> target;

    private final Optional<ReportFolder> report;
    private final String id;

    private ShardFiles(Optional<ShardTarget> target, Optional<ReportFolder> report, String id) {
        this.target = target;
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
        Optional<ReportFolder> report = ReportFolder.requestedBy(request);
        Optional<ShardTarget> target = Export.requestedBy(request).map(ShardTarget.class::cast);
        return new ShardFiles(target.or(() -> report), report, id);
    }

    private ShardFolders folders(ShardTarget beside) {
        return new ShardFolders(beside.path(), id);
    }

    /**
     * Writes what a shard leaves of them.
     *
     * @param shard        its number, from 0
     * @param interruption called before each file; what it throws ends the writing, and nothing of it is left
     * @throws UnusableExportException when it cannot be written, e.g. on a full disk
     */
    public void write(int shard, Preparation preparation, Runnable interruption) {
        target.ifPresent(folder -> folder.writeShard(folders(folder), shard, preparation, interruption));
    }

    /**
     * Joins what the shards left.
     *
     * @param shards       how many
     * @param interruption called before each file; what it throws ends the writing, and nothing of it is left
     * @throws UnusableExportException when they cannot be written; what was there is there still
     */
    public void join(int shards, JoinedReport joined, Runnable interruption) {
        target.ifPresent(folder -> folder.join(folders(folder), shards, joined, interruption));
    }

    /** The same where nothing was kept: there is nothing to export, and the report lies in a folder of its own if one was asked for. */
    public void joinReport(int shards, JoinedReport joined, Runnable interruption) {
        report.ifPresent(folder -> folder.join(folders(target.get()), shards, joined, interruption));
    }

    /**
     * Deletes the shards' parts, when the preparation is over.
     *
     * @throws UnusableExportException when they cannot be deleted
     */
    public void delete() {
        target.ifPresent(folder -> folder.deleteShards(folders(folder)));
    }
}
