package org.dengbej.feedback.http.guard;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.dengbej.feedback.config.FeedbackConfig;
import org.dengbej.feedback.web.Reason;
import org.dengbej.feedback.web.ReasonMessages;

/**
 * Limits of request bodies. Small ones are read whole before a worker thread is taken for them, so that slow senders hold none. A form
 * holds one while it is received, so that the number received at the same time is limited.
 */
@ApplicationScoped
class BodyLimits {

    private static final List<String> FORM_TYPES = List.of("multipart/", "application/x-www-form-urlencoded");
    private static final String STREAM_LIMIT = "io.quarkus.max-request-size";

    private final long fieldBytes;
    private final long recordingBytes;
    private final BodyHandler smallBodies;
    private final Semaphore uploads;

    @Inject
    BodyLimits(FeedbackConfig config) {
        fieldBytes = config.limits().maxFieldBytes();
        recordingBytes = config.correction().maxBytes() + fieldBytes;
        smallBodies = BodyHandler.create(false).setBodyLimit(fieldBytes);
        uploads = new Semaphore(config.limits().maxConcurrentUploads());
    }

    static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || length != null && !length.equals("0");
    }

    void receive(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!hasBody(request)) {
            context.next();
        } else if (isForm(request)) {
            if (Endpoint.takesForms(context.normalizedPath())) {
                receiveForm(context);
            } else {
                context.fail(415); // without parsing it
            }
        } else {
            request.resume();
            smallBodies.handle(context);
        }
    }

    private void receiveForm(RoutingContext context) {
        String length = context.request()
                .getHeader(HttpHeaders.CONTENT_LENGTH); // HTTP decoding has checked that it is a number
        if (length != null && Long.parseLong(length) > recordingBytes) {
            context.fail(413);
        } else if (!uploads.tryAcquire()) {
            context.fail(503);
        } else {
            context.addEndHandler(done -> uploads.release());
            context.next();
        }
    }

    /** The same limit for a form of unknown length, enforced by Quarkus while it streams; its 413 has no body. */
    void limitStream(RoutingContext context) {
        if (context.get(STREAM_LIMIT) != null) {
            context.put(STREAM_LIMIT, recordingBytes);
        }
        context.next();
    }

    private static boolean isForm(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && FORM_TYPES.stream().anyMatch(type.strip().toLowerCase(Locale.ROOT)::startsWith);
    }

    /** Reason for the status with which a body was refused. */
    Reason reason(int status) {
        return switch (status) {
            case 413 -> reasons -> reasons.bodyTooLarge(fieldBytes, recordingBytes);
            case 415 -> ReasonMessages::noFormsHere;
            case 503 -> ReasonMessages::tooManyAtOnce;
            default -> ReasonMessages::unreadableRequest;
        };
    }
}
