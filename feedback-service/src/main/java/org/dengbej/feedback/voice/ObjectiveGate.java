package org.dengbej.feedback.voice;

import java.util.Locale;
import org.dengbej.events.MeasuredValue;

/**
 * The gate of objective measures: the score of a job's voice after training must not be worse than the upper end of the 95 % confidence
 * interval that it had before the first step, on the same validation utterances. A job that was not evaluated passes: pairs decide.
 */
final class ObjectiveGate {

    /** Key of the measure that sums up all others in {@code EpochEvaluated}; less is better. */
    private static final String SCORE = "score";

    /** The answer of the gate, with the numbers that it comes from. */
    record Verdict(boolean passed, String reason) {}

    private ObjectiveGate() {}

    static Verdict judge(TrainingJobs.Measures measures) {
        MeasuredValue before = measures.before().get(SCORE);
        MeasuredValue after = measures.after().get(SCORE);
        if (before == null || after == null) {
            return new Verdict(true, "its measures are not known");
        }
        double limit = before.upper() == null ? before.mean() : before.upper();
        boolean passed = after.mean() <= limit;
        return new Verdict(
                passed,
                String.format(
                        Locale.ROOT,
                        "score %.3f after training, %.3f before; at most %.3f",
                        after.mean(),
                        before.mean(),
                        limit));
    }
}
