package org.dengbej.feedback.web;

/**
 * A reason of which programs are told more than people: the text of a library, which is in English.
 *
 * @param reason what pages show
 * @param detail what programs are told instead, in English
 */
public record DetailedReason(Reason reason, String detail) implements Reason {

    @Override
    public String text(ReasonMessages messages) {
        return reason.text(messages);
    }

    @Override
    public String english() {
        return detail;
    }
}
