package org.dengbej.feedback.telemetry;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import java.util.Map;

/**
 * An update of a job, for its live page.
 *
 * @param kind        label of a {@link Kind}
 * @param step        optimizer steps so far; null where it is of none
 * @param steps       optimizer steps that are planned; null where that is not known
 * @param epoch       counted from 1; null where it is of none
 * @param losses      loss terms by name; of {@link Kind#EVALUATED} those of the validation split
 * @param measures    means of the measures by their keys; empty but for {@link Kind#EVALUATED}
 * @param stepSeconds duration of the step; null where it is of none
 * @param detail      more about it; null for none
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record JobUpdate(
        String kind,
        Long step,
        Long steps,
        Integer epoch,
        Map<String, Double> losses,
        Map<String, Double> measures,
        Double stepSeconds,
        String detail) {

    /** Kinds of updates. */
    public enum Kind {
        STARTED,
        TRAINED,
        EVALUATED,
        COMPLETED,
        CANCELLED,
        FAILED,
        /** Nothing happened; the connection is there. */
        ALIVE;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public JobUpdate {
        losses = Map.copyOf(losses);
        measures = Map.copyOf(measures);
    }

    /** An update of a job's state. */
    public static JobUpdate of(Kind kind, String detail) {
        return new JobUpdate(kind.label(), null, null, null, Map.of(), Map.of(), null, detail);
    }

    /** The start of a job, or its resumption, at a step of those planned; null where these are not known. */
    public static JobUpdate started(long step, Long steps, String device) {
        return new JobUpdate(Kind.STARTED.label(), step, steps, null, Map.of(), Map.of(), null, device);
    }

    public static JobUpdate trained(long step, Long steps, int epoch, Map<String, Double> losses, double stepSeconds) {
        return new JobUpdate(Kind.TRAINED.label(), step, steps, epoch, losses, Map.of(), stepSeconds, null);
    }

    public static JobUpdate evaluated(
            long step, int epoch, Map<String, Double> losses, Map<String, Double> measures, boolean best) {
        return new JobUpdate(Kind.EVALUATED.label(), step, null, epoch, losses, measures, null, best ? "best" : null);
    }
}
