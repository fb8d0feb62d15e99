package org.dengbej.feedback.web;

import com.fasterxml.jackson.core.JacksonException;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers to input that we do not take: <a href="https://www.rfc-editor.org/rfc/rfc9457">problem details</a>. */
class Problems {

    private static final String PROBLEM = "application/problem+json";

    @ServerExceptionMapper
    Response invalid(InvalidInputException e) {
        return problem(e.status(), e.getMessage());
    }

    @ServerExceptionMapper
    Response notJson(JacksonException e) {
        return problem(400, "the body is not the JSON that this endpoint takes: " + e.getOriginalMessage());
    }

    private static Response problem(int status, String reason) {
        Response.Status title = Response.Status.fromStatusCode(status);
        return Response.status(status)
                .type(PROBLEM)
                .entity(Map.of(
                        "status",
                        status,
                        "title",
                        title == null ? "Unusable" : title.getReasonPhrase(),
                        "detail",
                        reason))
                .build();
    }
}
