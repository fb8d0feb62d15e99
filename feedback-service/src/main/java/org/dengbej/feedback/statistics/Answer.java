package org.dengbej.feedback.statistics;

import java.util.Objects;

/**
 * A listener's answer to a question of a set.
 *
 * @param listener   pseudonym
 * @param sentence   identifier of what was heard
 * @param role       of the question
 * @param score      1 to 5
 * @param heardToEnd whether the sound was heard to its end before the answer
 */
public record Answer(String listener, String sentence, Role role, int score, boolean heardToEnd) {

    /** The role of a question in a set. */
    public sealed interface Role {

        /** True for an answer that an attentive listener gives. */
        boolean passes(int score);
    }

    /** A question about the voice. */
    public record Ordinary() implements Role {
        @Override
        public boolean passes(int score) {
            return true;
        }
    }

    /** A sound whose score is known, as a real recording; a neighbouring score is right too. */
    public record Gold(int expected) implements Role {
        public Gold {
            Rating.onScale("gold question", expected);
        }

        @Override
        public boolean passes(int score) {
            return Math.abs(score - expected) <= 1;
        }
    }

    /** A sound that says which score to give. */
    public record Trap(int expected) implements Role {
        public Trap {
            Rating.onScale("trap", expected);
        }

        @Override
        public boolean passes(int score) {
            return score == expected;
        }
    }

    public Answer {
        Rating.named("answer", "listener", listener);
        Rating.named("answer", "sentence", sentence);
        Objects.requireNonNull(role, "answer: expected a role, found null");
        Rating.onScale("answer", score);
    }
}
