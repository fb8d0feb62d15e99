package org.dengbej.feedback.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.dengbej.feedback.config.FeedbackConfig;

/** Access to the API that knows no listener. */
@ApplicationScoped
public class AnonymousAccess {

    @Inject
    FeedbackConfig config;

    /**
     * Passes where the API is on.
     *
     * @throws InvalidInputException where it is off
     */
    public void requireAnonymous() {
        if (!config.anonymousApi()) {
            throw InvalidInputException.forbidden(ReasonMessages::anonymousApiOff);
        }
    }
}
