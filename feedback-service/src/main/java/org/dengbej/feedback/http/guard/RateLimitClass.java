package org.dengbej.feedback.http.guard;

import org.dengbej.feedback.config.FeedbackConfig;

/** What a client may do so and so often; each is counted by itself, so that hearing much costs nobody a rating. */
public enum RateLimitClass {
    /** Everything that is only looked at: pages, sentences, sound, lists. */
    READS {
        @Override
        int perMinute(FeedbackConfig.Limits limits) {
            return limits.readsPerMinute();
        }
    },
    /** Ratings, on the page or from a program. */
    RATINGS {
        @Override
        int perMinute(FeedbackConfig.Limits limits) {
            return limits.ratingsPerMinute();
        }
    },
    /** Recordings, on the page or from a program. */
    UPLOADS {
        @Override
        int perMinute(FeedbackConfig.Limits limits) {
            return limits.uploadsPerMinute();
        }
    };

    abstract int perMinute(FeedbackConfig.Limits limits);
}
