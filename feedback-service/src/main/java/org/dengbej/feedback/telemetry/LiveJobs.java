package org.dengbej.feedback.telemetry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** The latest updates of the latest jobs, in memory: who subscribes gets them, and then each as it comes. */
@ApplicationScoped
public class LiveJobs {

    private static final int MAX_JOBS = 50;
    private static final Duration KEPT = Duration.ofHours(6);

    /** An update that says that the connection is there: a proxy, and this server, close one that is silent for a minute. */
    private static final Duration ALIVE_INTERVAL = Duration.ofSeconds(15);

    /** Updates that a slow client may be behind; then it is disconnected, and begins anew. */
    private static final int BUFFERED_UPDATES = 2 * LiveJob.MAX_UPDATES;

    private final Cache<String, LiveJob> jobs =
            Caffeine.newBuilder().maximumSize(MAX_JOBS).expireAfterAccess(KEPT).build();

    public void add(String job, JobUpdate update) {
        jobs.get(job, name -> new LiveJob()).add(update);
    }

    /** The updates of a job, which never end. */
    public Multi<JobUpdate> of(String job) {
        LiveJob live = jobs.get(job, name -> new LiveJob());
        Multi<JobUpdate> updates = Multi.createFrom().<JobUpdate>emitter(live::subscribe, BUFFERED_UPDATES);
        Multi<JobUpdate> alive = Multi.createFrom()
                .ticks()
                .every(ALIVE_INTERVAL)
                .onOverflow()
                .drop()
                .map(tick -> JobUpdate.of(JobUpdate.Kind.ALIVE, null));
        return Multi.createBy().merging().streams(updates, alive);
    }
}
