package org.dengbej.feedback.studio;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.dengbej.feedback.voice.TrainingJobs.Evaluation;

/** An evaluation of a job's voice, as its page shows it. */
public record EvaluationView(long step, List<Measure> measures) {

    /** A measure's mean. */
    public record Measure(String name, String value) {}

    static EvaluationView of(Evaluation evaluation) {
        List<Measure> measures = evaluation.measures().entrySet().stream()
                .map(each -> new Measure(
                        each.getKey(),
                        String.format(Locale.ROOT, "%.3f", each.getValue().mean())))
                .sorted(Comparator.comparing(Measure::name))
                .toList();
        return new EvaluationView(evaluation.step(), measures);
    }
}
