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

/**
 * How bodies come in. Small ones are read whole before a thread of ours is taken for them, so that slow senders hold none. A form
 * with a recording holds one while it comes, and so many come at the same time at most.
 */
@ApplicationScoped
class BodyLimits {

    private static final List<String> FORM_TYPES = List.of("multipart/", "application/x-www-form-urlencoded");
    private static final String STREAM_LIMIT = "io.quarkus.max-request-size";

    private final long fieldBytes;
    private final long recordingBytes;
    private final BodyHandler small;
    private final Semaphore uploads;

    @Inject
    BodyLimits(FeedbackConfig config) {
        fieldBytes = config.limits().maxFieldBytes();
        recordingBytes = config.correction().maxBytes() + fieldBytes;
        small = BodyHandler.create(false).setBodyLimit(fieldBytes);
        uploads = new Semaphore(config.limits().maxConcurrentUploads());
    }

    static boolean any(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || length != null && !length.equals("0");
    }

    void receive(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!any(request)) {
            context.next();
        } else if (isForm(request)) {
            if (Endpoint.takesForms(context.normalizedPath())) {
                receiveForm(context);
            } else {
                context.fail(415); // and is not even taken apart
            }
        } else {
            request.resume();
            small.handle(context);
        }
    }

    private void receiveForm(RoutingContext context) {
        String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH); // the decoder has seen that it is one
        if (length != null && Long.parseLong(length) > recordingBytes) {
            context.fail(413);
        } else if (!uploads.tryAcquire()) {
            context.fail(503);
        } else {
            context.addEndHandler(done -> uploads.release());
            context.next();
        }
    }

    /** A form that does not say its size is cut off at the same limit as it comes; Quarkus does it, and says 413 without a word. */
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

    /** Why a body was not taken. */
    String reason(int status) {
        return switch (status) {
            case 413 -> "a body may have %d bytes here, with a recording %d".formatted(fieldBytes, recordingBytes);
            case 415 -> "this path takes no forms";
            case 503 -> "too many at once; send it again";
            default -> "the request cannot be read";
        };
    }
}
