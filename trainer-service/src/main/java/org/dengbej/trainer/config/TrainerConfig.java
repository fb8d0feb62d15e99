package org.dengbej.trainer.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.nio.file.Path;

/** The trainer's configuration, checked at start-up. What belongs to one job comes with the job. */
@ConfigMapping(prefix = "dengbej.trainer")
public interface TrainerConfig {

    /** Where to compute: {@code auto} (a GPU if there is one), {@code cpu}, {@code gpu} or {@code gpu:N}. */
    @WithDefault("auto")
    @Pattern(regexp = "auto|cpu|gpu(:[0-9]{1,3})?")
    String device();

    /** Folder that keeps base models downloaded from the hub. */
    @WithDefault("${user.home}/.dengbej/models")
    Path modelCache();

    /** The hub from which a base model named {@code owner/name} is downloaded. */
    @WithDefault("https://huggingface.co")
    URI modelEndpoint();

    /** Seconds that a job waits for its data sets to be prepared, before it fails. */
    @WithDefault("3600")
    @Min(1)
    int datasetPatienceSeconds();

    /** Seconds that a job waits for batches of a broker that is away, before it is begun again from its last checkpoint. */
    @WithDefault("600")
    @Min(1)
    int brokerPatienceSeconds();

    /** Milliseconds without a sign of life after which another trainer takes over this one's job. */
    @WithDefault("45000")
    @Min(1000)
    int sessionTimeoutMs();

    /** Seconds that a stop may take: to save a checkpoint and leave the group. */
    @WithDefault("120")
    @Min(1)
    int stopSeconds();
}
