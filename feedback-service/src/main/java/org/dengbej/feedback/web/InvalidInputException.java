package org.dengbej.feedback.web;

/** Input that we do not take. The message is for whoever sent it. */
public final class InvalidInputException extends RuntimeException {

    private final int status;

    private InvalidInputException(int status, String reason) {
        super(reason);
        this.status = status;
    }

    /** HTTP 400: it is wrong in itself. */
    public static InvalidInputException malformed(String reason) {
        return new InvalidInputException(400, reason);
    }

    /** HTTP 404: what it speaks of is not here. */
    public static InvalidInputException notFound(String reason) {
        return new InvalidInputException(404, reason);
    }

    /** HTTP 409: it contradicts what is here. */
    public static InvalidInputException conflict(String reason) {
        return new InvalidInputException(409, reason);
    }

    /** HTTP 413: it is too much. */
    public static InvalidInputException tooLarge(String reason) {
        return new InvalidInputException(413, reason);
    }

    /** HTTP 422: it is well-formed, and no recording that we can learn from. */
    public static InvalidInputException unusable(String reason) {
        return new InvalidInputException(422, reason);
    }

    public int status() {
        return status;
    }
}
