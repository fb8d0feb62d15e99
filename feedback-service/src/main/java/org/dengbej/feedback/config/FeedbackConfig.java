package org.dengbej.feedback.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

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

    /**
     * The key to the operators' API and to metrics, at least 16 characters, sent as {@code Authorization: Bearer KEY}. Absent: both
     * are closed to everybody.
     */
    Optional<@Size(min = 16, message = "must have at least 16 characters") String> operatorKey();

    /** What a correction may be. */
    Correction correction();

    /** What a client may ask of us. */
    Limits limits();

    /** When corrections become a fine-tune job. */
    Trigger trigger();

    /** Limits of a recording. */
    interface Correction {

        /** Bytes of the file; for more than 8 MiB, {@code quarkus.http.limits.max-body-size} must be raised, too. */
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

    /**
     * How much a client may ask. Clients are told apart by their address (IPv6: by its network of 64 bits). Behind proxies that is the
     * forwarded address, and only if Quarkus is told whom to trust: {@code quarkus.http.proxy.proxy-address-forwarding=true} and
     * {@code quarkus.http.proxy.trusted-proxyHops=...}. A whole school may share an address, so the numbers are generous.
     */
    interface Limits {

        /** Requests a minute that only look: pages, sentences, sound. */
        @WithDefault("1200")
        @Min(1)
        int readsPerMinute();

        /** Ratings a minute. */
        @WithDefault("120")
        @Min(1)
        int ratingsPerMinute();

        /** Recordings a minute. */
        @WithDefault("30")
        @Min(1)
        int uploadsPerMinute();

        /** Clients whose count is kept; of more, those that were away longest are forgotten. */
        @WithDefault("100000")
        @Min(1)
        int maxClients();

        /** Proxies of ours that a request passes: the client is so many from the end of {@code X-Forwarded-For}. */
        @WithDefault("1")
        @Min(1)
        int proxyHops();

        /** Bytes of a body without its recording. */
        @WithDefault("131072")
        @Min(1024)
        long maxFieldBytes();

        /** Time from a request\'s headers to the end of its answer; a recording of 8 MiB over a slow line takes two minutes. */
        @WithDefault("PT3M")
        @DurationMin(seconds = 1)
        Duration requestTimeout();

        /** Forms that come in at the same time; each holds a thread, of which there are 200, and a file. */
        @WithDefault("100")
        @Min(1)
        int maxConcurrentUploads();

        /** Recordings that are decoded at the same time; each takes up to 20 MiB of memory. More wait. */
        @WithDefault("4")
        @Min(1)
        int maxConcurrentDecodes();
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

        /** Utterances per micro-batch; absent: that of the preset {@code corrections}, see docs/defaults.md. */
        Optional<@Min(1) Integer> batchSize();

        /** Micro-batches per optimizer step; absent: likewise. */
        Optional<@Min(1) Integer> gradientAccumulationSteps();

        /** Learning rate of the optimizer; absent: likewise. */
        Optional<@DecimalMin(value = "0", inclusive = false) Double> learningRate();

        /** Passes over the corrections; absent: likewise. */
        Optional<@Min(1) Integer> epochs();
    }
}
