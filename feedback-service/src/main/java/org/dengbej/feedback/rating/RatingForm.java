package org.dengbej.feedback.rating;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A rating as a listener submits it.
 *
 * @param submission UUID made by the sender: the same one sent twice is one rating
 * @param voice      whose sentence it is
 * @param sentence   UUID of the sentence
 * @param score      ITU-T P.800: 1 bad, 2 poor, 3 fair, 4 good, 5 excellent
 * @param problems   names of {@link RatingProblem}
 * @param comment    at most 2000 characters
 */
@Schema(name = "Rating")
public record RatingForm(
        @Schema(required = true) String submission,
        @Schema(required = true) String voice,
        @Schema(required = true) String sentence,

        @Schema(required = true, minimum = "1", maximum = "5")
        Integer score,

        List<String> problems,
        String comment) {}
