package org.dengbej.prep.preparation;

import java.nio.file.Path;
import org.dengbej.prep.report.JoinedReport;

/** A folder that is written from the parts that shards leave beside it. What cannot be written is an {@link UnusableExportException}. */
interface ShardTarget {

    Path path();

    /**
     * Writes a shard's part.
     *
     * @param shard        its number, from 0
     * @param interruption called before each file; what it throws ends the writing
     */
    void writeShard(ShardFolders folders, int shard, Preparation preparation, Runnable interruption);

    /** Writes the folder from the parts of the first shards, in their order. What was there is there still when that fails. */
    void join(ShardFolders folders, int shards, JoinedReport report, Runnable interruption);

    void deleteShards(ShardFolders folders);
}
