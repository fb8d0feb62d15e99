package org.dengbej.events;

import java.time.Instant;
import java.util.List;

/**
 * A listener has rated a sentence (ITU-T P.800 absolute category rating). What the listener wrote beside it is not on the log, which
 * forgets nothing: the feedback service's operators read it there.
 *
 * @param rating     its id
 * @param voice      the voice; also the record key
 * @param checkpoint SHA-256 of the model that spoke
 * @param sentence   what was said
 * @param score      1 bad, 2 poor, 3 fair, 4 good, 5 excellent
 * @param problems   what was wrong, e.g. {@code pronunciation}
 * @param at         when
 */
public record RatingGiven(
        String rating, String voice, String checkpoint, String sentence, int score, List<String> problems, Instant at)
        implements Event {

    public RatingGiven {
        Require.text("RatingGiven", "rating", rating);
        Require.name("RatingGiven", "voice", voice);
        Require.text("RatingGiven", "checkpoint", checkpoint);
        Require.text("RatingGiven", "sentence", sentence);
        Require.between("RatingGiven", "score", score, 1, 5);
        problems = Require.list(problems);
        Require.present("RatingGiven", "at", at);
    }

    @Override
    public String key() {
        return voice;
    }

    @Override
    public String identity() {
        return rating;
    }
}
