package org.dengbej.feedback.web;

import java.util.Arrays;
import java.util.Optional;

/** The HTTP errors that a listener may meet and that have a title and an advice in each language. */
public enum ErrorPage {
    NOT_FOUND(404),
    CONFLICT(409),
    CONTENT_TOO_LARGE(413),
    UNPROCESSABLE_CONTENT(422),
    TOO_MANY_REQUESTS(429),
    INTERNAL_SERVER_ERROR(500),
    SERVICE_UNAVAILABLE(503);

    private final int status;

    ErrorPage(int status) {
        this.status = status;
    }

    static Optional<ErrorPage> of(int status) {
        return Arrays.stream(values()).filter(page -> page.status == status).findFirst();
    }
}
