package org.dengbej.feedback.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The service's configuration, checked at start-up. */
@ConfigMapping(prefix = "dengbej.feedback")
public interface FeedbackConfig {

    /** Folder for recordings and fine-tuned voices; data-prep and trainer must see it under the same path. */
    @WithDefault("${user.home}/.dengbej/feedback")
    Path dataDir();

    /** A text file of sentences, one a line, for voices whose checkpoints name none; absent: some in Kurmanji. */
    Optional<Path> sentencesFile();

    /** Seed of all speech, so that a sentence sounds the same whenever a checkpoint speaks it. */
    @WithDefault("1")
    long speechSeed();

    /** What a correction may be. */
    Correction correction();

    /** When corrections become a fine-tune job. */
    Trigger trigger();

    /** Limits of a recording. */
    interface Correction {

        /** Bytes of the file. */
        @WithDefault("8388608")
        @Min(1)
        long maxBytes();

        /** Seconds at least. */
        @WithDefault("0.5")
        @DecimalMin("0")
        double minSeconds();

        /** Seconds at most. */
        @WithDefault("30")
        @DecimalMin("0.1")
        double maxSeconds();
    }

    /** The policy. */
    interface Trigger {

        /** Corrections, not yet learned from, that start a job. */
        @WithDefault("3")
        @Min(1)
        int corrections();

        /** Time between two jobs of a voice. */
        @WithDefault("PT1H")
        Duration coolDown();

        /** Micro-batch size, in utterances. */
        @WithDefault("2")
        @Min(1)
        int batchSize();

        /** Micro-batches an optimizer step. */
        @WithDefault("8")
        @Min(1)
        int gradientAccumulationSteps();

        /** Of the optimizer. */
        @WithDefault("1e-5")
        @DecimalMin(value = "0", inclusive = false)
        double learningRate();

        /** Times that the corrections are gone through. */
        @WithDefault("5")
        @Min(1)
        int epochs();
    }
}
