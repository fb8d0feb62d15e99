package org.dengbej.evaluation;

import java.util.List;

/**
 * The results of an evaluation.
 *
 * @param utterances that the voice spoke; one that it could not speak is not among them
 */
public record Evaluation(List<SpokenUtterance> utterances) {

    public Evaluation {
        utterances = List.copyOf(utterances);
    }

    /** Means over the utterances. */
    public VoiceMeasures measures() {
        return VoiceMeasures.of(utterances);
    }
}
