package org.dengbej.feedback.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
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

    /**
     * Folder for recordings, which are nowhere else, and fine-tuned voices; data-prep, trainer and all replicas must see it under the
     * same path.
     */
    @WithDefault("${user.home}/.dengbej/feedback")
    Path dataDir();

    /** Text file of sentences, one per line, for voices whose checkpoints name none; absent: some in Kurmanji. */
    Optional<Path> sentencesFile();

    /** Seed of every synthesis, so that a sentence sounds the same whenever a checkpoint speaks it. */
    @WithDefault("1")
    long speechSeed();

    /**
     * Bearer token of the operators, at least 16 characters, for their API and the metrics: {@code Authorization: Bearer KEY}.
     * Absent: nobody has access to either.
     */
    Optional<@Size(min = 16, message = "must have at least 16 characters") String> operatorKey();

    /** The anonymous API: ratings and corrections of no listener are taken ({@code /api/ratings}, {@code /api/corrections}); they count for nothing. */
    @WithDefault("false")
    boolean anonymousApi();

    /** Time for which an event is kept in the outbox after the broker has acknowledged it. */
    @WithDefault("P7D")
    @DurationMin
    Duration outboxRetention();

    /** Times for which what listeners give is kept, unless they take it back: {@code docs/privacy.md}. */
    Retention retention();

    /** The voice builders' pages. */
    Studio studio();

    /** Addresses that are told of events. */
    Webhooks webhooks();

    /** Limits of a correction. */
    Correction correction();

    /** Whose answers count, and how many of them. */
    Trust trust();

    /** Limits per client and for all of them together. */
    Limits limits();

    /** Policy by which corrections and ratings become a fine-tune job. */
    Trigger trigger();

    /** Times after which what listeners gave is erased, looked at every hour. */
    interface Retention {

        /** Rejected recordings, from their rejection. */
        @WithDefault("P30D")
        @DurationMin
        Duration rejectedRecordings();

        /** Recordings whatever their state, from when they were made; absent: for ever. */
        Optional<@DurationMin(days = 1) Duration> recordings();

        /** Listeners with all that they gave, from when they were here last; absent: for ever. */
        Optional<@DurationMin(days = 1) Duration> listeners();
    }

    /** Caps and screening of answers: {@code docs/decisions/0018-statistics-of-listening-tests.md}. */
    interface Trust {

        /** Ratings, and votes on pairs, of a listener that count for a version. */
        @WithDefault("10")
        @Min(1)
        int answersPerListener();

        /** Those of a network: a loop that changes its cookie has one all the same. Raise it where many listeners share an address. */
        @WithDefault("20")
        @Min(1)
        int answersPerNetwork();

        /**
         * Counting of reviews once a network, and from the recorder's own not at all, so that nobody approves what they sent
         * under other names. Off where all listeners share an address; voice builders review alone then, too.
         */
        @WithDefault("true")
        boolean reviewsFromOtherNetworks();

        /** Ratings that a listener must have given before they count; all where a voice has fewer sentences. */
        @WithDefault("5")
        @Min(1)
        int ratingsOfSet();
    }

    /** Settings of the voice builders' pages. */
    interface Studio {

        /** Time from signing in to the end of the session. */
        @WithDefault("PT12H")
        @DurationMin(seconds = 1)
        Duration sessionDuration();
    }

    /** Settings of webhooks. */
    interface Webhooks {

        /** Permission for them to lie in the service's own network, which trusts who is inside. */
        @WithDefault("false")
        boolean privateAddresses();
    }

    /** Limits of a recording. */
    interface Correction {

        /** Maximal bytes of the file; for more than 8 MiB, {@code quarkus.http.limits.max-body-size} must be raised, too. */
        @WithDefault("8388608")
        @Min(1)
        long maxBytes();

        /** Minimal length in seconds. */
        @WithDefault("0.5")
        @DecimalMin("0")
        double minSeconds();

        /** Maximal length in seconds. */
        @WithDefault("30")
        @DecimalMin("0.1")
        double maxSeconds();

        /** Minimal signal-to-noise ratio in dB. */
        @WithDefault("10")
        double minSnrDb();

        /**
         * Minimal share of letters, from 0 to 1, that the voice's own aligner tells from others in a recording; one below it says something
         * else, and waits for a voice builder.
         */
        @WithDefault("0.7")
        @DecimalMin("0")
        @DecimalMax("1")
        double minLettersHeard();

        /** Maximal divergence in nats of a recording's speaker from the same listener's other recordings; one above it waits likewise. */
        @WithDefault("20")
        @DecimalMin("0")
        double maxSpeakerDivergence();
    }

    /**
     * Rate limits and sizes. A client is an address (IPv6: a network of 64 bits). Behind proxies it is the forwarded address, and only
     * if Quarkus trusts the proxy: {@code quarkus.http.proxy.proxy-address-forwarding=true} and
     * {@code quarkus.http.proxy.trusted-proxies=...}. A whole school may share an address, so the numbers are generous.
     */
    interface Limits {

        /** Reads per client and minute: pages, sentences, sound. */
        @WithDefault("1200")
        @Min(1)
        int readsPerMinute();

        /** Ratings per client and minute. */
        @WithDefault("120")
        @Min(1)
        int ratingsPerMinute();

        /** Recordings per client and minute. */
        @WithDefault("30")
        @Min(1)
        int uploadsPerMinute();

        /** Sign-ins to the studio per client and minute, right or wrong. */
        @WithDefault("10")
        @Min(1)
        int signInsPerMinute();

        /** Clients whose count is kept; beyond that, the least recently seen are evicted. */
        @WithDefault("100000")
        @Min(1)
        int maxClients();

        /** Trusted proxies in front of the service: the client is the address this far from the end of {@code X-Forwarded-For}. */
        @WithDefault("1")
        @Min(1)
        int proxyHops();

        /** Maximal bytes of a body without its recording. */
        @WithDefault("131072")
        @Min(1024)
        long maxFieldBytes();

        /** Time from a request's headers to the end of its response; a recording of 8 MiB over a slow line takes two minutes. */
        @WithDefault("PT3M")
        @DurationMin(seconds = 1)
        Duration requestTimeout();

        /** Forms received at the same time; each holds a thread, of which there are 200, and a file. */
        @WithDefault("100")
        @Min(1)
        int maxConcurrentUploads();

        /** Recordings decoded at the same time; each takes up to 20 MiB of memory. More wait. */
        @WithDefault("4")
        @Min(1)
        int maxConcurrentDecodes();
    }

    /** The trigger policy and the hyperparameters of its jobs. */
    interface Trigger {

        /** Approved corrections not yet trained on that start a job. */
        @WithDefault("3")
        @Min(1)
        int corrections();

        /**
         * Mean opinion score that a voice should have, from 1 to 5: one whose 95 % interval lies below it is fine-tuned, once a version;
         * 1: never.
         */
        @WithDefault("3.5")
        @DecimalMin("1")
        @DecimalMax("5")
        double targetScore();

        /**
         * Listeners who must find the pronunciation of sentences with a pair of letters wrong; sentences with such pairs are asked to be recorded
         * before others.
         */
        @WithDefault("3")
        @Min(1)
        int problemListeners();

        /** Corrections that one job learns from at most, the oldest first; the others wait for the next job. */
        @WithDefault("2000")
        @Min(1)
        int maxCorrections();

        /** Minimal time between the starts of two jobs of a voice. */
        @WithDefault("PT1H")
        Duration coolDown();

        /** Utterances per micro-batch; absent: that of the preset {@code corrections}, see docs/defaults.md. */
        Optional<@Min(1) Integer> batchSize();

        /** Micro-batches per optimizer step; absent: likewise. */
        Optional<@Min(1) Integer> gradientAccumulationSteps();

        /** Learning rate of the optimizer; absent: likewise. */
        Optional<@DecimalMin(value = "0", inclusive = false) Double> learningRate();

        /** Share of an epoch's utterances that comes from the data sets on which the voice was made; 0: corrections alone. */
        @WithDefault("0.667")
        @DecimalMin("0")
        @DecimalMax("0.99")
        double baseShare();

        /** Passes over the corrections and their share of other data; absent: as many steps as the data wants. */
        Optional<@Min(1) Integer> epochs();
    }
}
