package org.dengbej.feedback.web;

/** Invalid input. The reason is for the sender. */
public final class InvalidInputException extends RuntimeException {

    private final int status;
    private final transient Reason reason;

    private InvalidInputException(int status, Reason reason) {
        this.status = status;
        this.reason = reason;
    }

    /** HTTP 400: it is malformed. */
    public static InvalidInputException malformed(Reason reason) {
        return new InvalidInputException(400, reason);
    }

    /** HTTP 403: it is not allowed here. */
    public static InvalidInputException forbidden(Reason reason) {
        return new InvalidInputException(403, reason);
    }

    /** HTTP 404: what it refers to does not exist. */
    public static InvalidInputException notFound(Reason reason) {
        return new InvalidInputException(404, reason);
    }

    /** HTTP 409: it contradicts the current state. */
    public static InvalidInputException conflict(Reason reason) {
        return new InvalidInputException(409, reason);
    }

    /** HTTP 413: it is too large. */
    public static InvalidInputException tooLarge(Reason reason) {
        return new InvalidInputException(413, reason);
    }

    /** HTTP 422: it is well-formed, and no recording that a voice can be trained on. */
    public static InvalidInputException unusable(Reason reason) {
        return new InvalidInputException(422, reason);
    }

    public int status() {
        return status;
    }

    public ProblemDetail problem() {
        return new ProblemDetail(status, reason);
    }

    @Override
    public String getMessage() {
        return reason.english();
    }
}
