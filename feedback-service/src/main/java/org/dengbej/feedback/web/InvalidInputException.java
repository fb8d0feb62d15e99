package org.dengbej.feedback.web;

/** Invalid input. The message is for the sender. */
public final class InvalidInputException extends RuntimeException {

    private final int status;

    private InvalidInputException(int status, String reason) {
        super(reason);
        this.status = status;
    }

    /** HTTP 400: it is malformed. */
    public static InvalidInputException malformed(String reason) {
        return new InvalidInputException(400, reason);
    }

    /** HTTP 403: it is not allowed here. */
    public static InvalidInputException forbidden(String reason) {
        return new InvalidInputException(403, reason);
    }

    /** HTTP 404: what it refers to does not exist. */
    public static InvalidInputException notFound(String reason) {
        return new InvalidInputException(404, reason);
    }

    /** HTTP 409: it contradicts the current state. */
    public static InvalidInputException conflict(String reason) {
        return new InvalidInputException(409, reason);
    }

    /** HTTP 413: it is too large. */
    public static InvalidInputException tooLarge(String reason) {
        return new InvalidInputException(413, reason);
    }

    /** HTTP 422: it is well-formed, and no recording that a voice can be trained on. */
    public static InvalidInputException unusable(String reason) {
        return new InvalidInputException(422, reason);
    }

    public int status() {
        return status;
    }
}
