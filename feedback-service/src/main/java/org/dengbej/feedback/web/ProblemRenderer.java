package org.dengbej.feedback.web;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * How a refusal is told: a page in the listener's language, or to programs
 * <a href="https://www.rfc-editor.org/rfc/rfc9457">problem details</a>.
 */
@ApplicationScoped
public class ProblemRenderer {

    private static final String PROGRAMS = "/api";

    /** What goes into the answer. */
    public record Told(String contentType, String body) {}

    @Inject
    Pages pages;

    /** {@code acceptedLanguages}: the Accept-Language header, or null. */
    public Told tell(ProblemDetail problem, String path, String acceptedLanguages) {
        return path.startsWith(PROGRAMS)
                ? new Told("application/problem+json", problem(problem))
                : new Told(
                        "text/html;charset=UTF-8", page(problem, Messages.in(Messages.preferred(acceptedLanguages))));
    }

    private static String problem(ProblemDetail problem) {
        return new JsonObject()
                .put("status", problem.status())
                .put("title", HttpResponseStatus.valueOf(problem.status()).reasonPhrase())
                .put("detail", problem.reason())
                .encode();
    }

    /** A page. Common refusals have words of their own; for others the reason, which is in English, must do. */
    public String page(ProblemDetail problem, Messages words) {
        String key = "refused.%d".formatted(problem.status());
        String text = words.has(key + ".why") ? words.get(key + ".why") : problem.reason();
        String title = words.get(words.has(key) ? key : "refused");
        return pages.message(words, title, text, words.get("back")).render();
    }
}
