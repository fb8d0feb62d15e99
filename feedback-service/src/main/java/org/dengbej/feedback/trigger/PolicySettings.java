package org.dengbej.feedback.trigger;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import org.dengbej.feedback.config.FeedbackConfig;
import org.dengbej.feedback.rating.Score;
import org.dengbej.feedback.web.InvalidInputException;

/**
 * The settings of a voice's policy. A null one has the configured default ({@code dengbej.feedback.trigger}); of what has none it is off.
 *
 * @param corrections       approved ones that start a job
 * @param correctionSeconds their length in seconds that starts a job
 * @param targetScore       mean opinion score below which ratings start one, 1 to 5; 1: never
 * @param every             time after which a job starts for whatever waits, at least a minute, as {@code P7D}
 * @param coolDown          minimal time from the start of one job to the next, as {@code PT1H}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PolicySettings(
        Integer corrections, Double correctionSeconds, Double targetScore, Duration every, Duration coolDown) {

    static final PolicySettings CONFIGURED = new PolicySettings(null, null, null, null, null);

    private static final int MOST_CORRECTIONS = 1_000_000;
    private static final Duration LEAST_EVERY = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(3650);

    /** Checks what was sent. */
    PolicySettings checked() {
        if (corrections != null && (corrections < 1 || corrections > MOST_CORRECTIONS)) {
            throw InvalidInputException.malformed(reasons -> reasons.outOfRange("corrections", 1, MOST_CORRECTIONS));
        }
        if (correctionSeconds != null && !(correctionSeconds >= 1 && correctionSeconds <= MOST_CORRECTIONS)) {
            throw InvalidInputException.malformed(
                    reasons -> reasons.outOfRange("correctionSeconds", 1, MOST_CORRECTIONS));
        }
        if (targetScore != null && !(targetScore >= Score.WORST && targetScore <= Score.BEST)) {
            throw InvalidInputException.malformed(
                    reasons -> reasons.outOfRange("targetScore", Score.WORST, Score.BEST));
        }
        check("every", every, LEAST_EVERY);
        check("coolDown", coolDown, Duration.ZERO);
        return this;
    }

    private static void check(String field, Duration time, Duration least) {
        if (time != null && (time.compareTo(least) < 0 || time.compareTo(LONGEST) > 0)) {
            throw InvalidInputException.malformed(
                    reasons -> reasons.timeOutOfRange(field, least.toString(), LONGEST.toString()));
        }
    }

    /** The policy that follows. */
    TriggerPolicy policy(FeedbackConfig.Trigger defaults) {
        return new TriggerPolicy(
                corrections == null ? defaults.corrections() : corrections,
                correctionSeconds,
                targetScore == null ? defaults.targetScore() : targetScore,
                every,
                coolDown == null ? defaults.coolDown() : coolDown);
    }
}
