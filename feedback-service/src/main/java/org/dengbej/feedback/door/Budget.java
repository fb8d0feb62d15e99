package org.dengbej.feedback.door;

import org.dengbej.feedback.config.FeedbackConfig;

/** What a client may do so and so often; each is counted by itself, so that hearing much costs nobody a rating. */
public enum Budget {
    /** Everything that is only looked at: pages, sentences, sound, lists. */
    HEARING {
        @Override
        int perMinute(FeedbackConfig.Limits limits) {
            return limits.hearingPerMinute();
        }
    },
    /** Ratings, on the page or from a program. */
    RATING {
        @Override
        int perMinute(FeedbackConfig.Limits limits) {
            return limits.ratingPerMinute();
        }
    },
    /** Recordings, on the page or from a program. */
    UPLOADING {
        @Override
        int perMinute(FeedbackConfig.Limits limits) {
            return limits.uploadingPerMinute();
        }
    };

    abstract int perMinute(FeedbackConfig.Limits limits);
}
