package org.dengbej.feedback.audit;

import java.util.Locale;

/** The acts of voice builders. */
public enum Act {
    SIGN_IN,
    PROMOTE,
    ROLL_BACK,
    START_JOB,
    CANCEL_JOB,
    APPROVE,
    REJECT,
    ADD_SENTENCES,
    BAN,
    UNBAN,
    SET_POLICY,
    SET_CONSENT,
    ADD_WEBHOOK,
    REMOVE_WEBHOOK;

    /** Name in the database and the API. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
