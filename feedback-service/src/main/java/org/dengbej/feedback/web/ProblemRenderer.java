package org.dengbej.feedback.web;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Response bodies of errors: a page in the listener's language, and for programs
 * <a href="https://www.rfc-editor.org/rfc/rfc9457">problem details</a> in English.
 */
@ApplicationScoped
public class ProblemRenderer {

    private static final String API = "/api";

    /** A response's body and its type. */
    public record Rendered(String contentType, String body) {}

    @Inject
    Pages pages;

    /** {@code language}: of a page. */
    public Rendered render(ProblemDetail problem, String path, Language language) {
        return path.startsWith(API)
                ? new Rendered("application/problem+json", json(problem))
                : new Rendered("text/html;charset=UTF-8", page(problem, language));
    }

    private static String json(ProblemDetail problem) {
        return new JsonObject()
                .put("status", problem.status())
                .put("title", HttpResponseStatus.valueOf(problem.status()).reasonPhrase())
                .put("detail", problem.reason().english())
                .encode();
    }

    public String page(ProblemDetail problem, Language language) {
        return pages.problem(language, problem).render();
    }
}
