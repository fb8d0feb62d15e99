package org.dengbej.trainer.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** The trainer's configuration, checked at start-up. What belongs to one job comes with the job. */
@ConfigMapping(prefix = "dengbej.trainer")
public interface TrainerConfig {

    /** Device to compute on: {@code auto} (a GPU if there is one), {@code cpu}, {@code gpu} or {@code gpu:N}. */
    @WithDefault("auto")
    @Pattern(regexp = "auto|cpu|gpu(:[0-9]{1,3})?")
    String device();

    /** Folder that keeps base models downloaded from the hub. */
    @WithDefault("${user.home}/.dengbej/models")
    Path modelCache();

    /** The hub from which a base model named {@code owner/name} is downloaded. */
    @WithDefault("https://huggingface.co")
    URI modelEndpoint();

    /**
     * Token of an account of the hub that may read gated or private models; absent: {@code HF_TOKEN}, else the file where Hugging Face's
     * own tools keep it.
     */
    Optional<String> hubToken();

    /** Time that a job waits for its data sets to be prepared, before it fails. */
    @WithDefault("PT1H")
    @DurationMin(seconds = 1)
    Duration datasetTimeout();

    /** Time that a job waits for batches of a broker that is away, before it is resumed from its last checkpoint. */
    @WithDefault("PT10M")
    @DurationMin(seconds = 1)
    Duration brokerTimeout();

    /** Time without a heartbeat after which another trainer takes over this one's job. */
    @WithDefault("PT45S")
    @DurationMin(seconds = 1)
    Duration sessionTimeout();

    /** Time that a stop may take: to save a checkpoint and leave the group. */
    @WithDefault("PT2M")
    @DurationMin(seconds = 1)
    Duration shutdownTimeout();
}
