package org.dengbej.feedback.web;

/** The reason for which a request was refused: a message with its parameters, of which each language has a text. */
@FunctionalInterface
public interface Reason {

    String text(ReasonMessages messages);

    /** The text for a page in this language. */
    default String in(Language language) {
        return text(language.messages(ReasonMessages.class));
    }

    /** The text for programs and logs. */
    default String english() {
        return in(Language.ENGLISH);
    }
}
