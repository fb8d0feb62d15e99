package org.dengbej.prep.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** The service's configuration, checked at start-up. What belongs to one data set comes with its request. */
@ConfigMapping(prefix = "dengbej.data-prep")
public interface DataPrepConfig {

    /** Folder that keeps tokenizers and configurations downloaded from the hub. */
    @WithDefault("${user.home}/.dengbej/models")
    Path modelCache();

    /** The hub from which a model named {@code owner/name} is downloaded. */
    @WithDefault("https://huggingface.co")
    URI modelEndpoint();

    /** Folder that keeps data sets downloaded from the hub. */
    @WithDefault("${user.home}/.dengbej/datasets")
    Path datasetCache();

    /**
     * Token of an account of the hub that may read gated or private data sets and models; absent: {@code HF_TOKEN}, else the file where Hugging
     * Face's own tools keep it.
     */
    Optional<String> hubToken();

    /** Bytes that a recording's file may have. */
    @WithDefault("67108864")
    @Min(1)
    long maxFileBytes();

    /** Folder for decoded sound while a request is prepared: two bytes a sample, 115 MB for an hour at 16 kHz. */
    @WithDefault("${java.io.tmpdir}")
    Path spoolDir();

    /** Recordings of a data set that is prepared whole, by one replica and in one transaction; a larger one is divided into shards. */
    @WithDefault("2000")
    @Min(1)
    int maxWholeRecordings();

    /** Recordings of a shard, at most: what one transaction publishes, and what is done again when a replica dies. */
    @WithDefault("1000")
    @Min(1)
    int shardRecordings();

    /** Shards that this replica works on at a time; each keeps listings of its own in memory. */
    @WithDefault("1")
    @Min(1)
    int shardWorkers();

    /** Time without a heartbeat after which another replica takes over this one's request. */
    @WithDefault("PT45S")
    @DurationMin(seconds = 1)
    Duration sessionTimeout();

    /** Time that a stop may take; a request that is not done by then is begun again by another replica. */
    @WithDefault("PT10S")
    @DurationMin(seconds = 1)
    Duration shutdownTimeout();
}
