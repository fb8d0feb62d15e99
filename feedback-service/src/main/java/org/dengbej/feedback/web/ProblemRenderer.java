package org.dengbej.feedback.web;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * Response bodies of errors: a page in the listener's language, and for programs
 * <a href="https://www.rfc-editor.org/rfc/rfc9457">problem details</a>.
 */
@ApplicationScoped
public class ProblemRenderer {

    private static final String API = "/api";

    /** A response's body and its type. */
    public record Rendered(String contentType, String body) {}

    @Inject
    Pages pages;

    /** {@code acceptLanguage}: the header, or null. */
    public Rendered render(ProblemDetail problem, String path, String acceptLanguage) {
        return path.startsWith(API)
                ? new Rendered("application/problem+json", json(problem))
                : new Rendered("text/html;charset=UTF-8", page(problem, Language.preferred(acceptLanguage)));
    }

    private static String json(ProblemDetail problem) {
        return new JsonObject()
                .put("status", problem.status())
                .put("title", HttpResponseStatus.valueOf(problem.status()).reasonPhrase())
                .put("detail", problem.reason())
                .encode();
    }

    /** A page. An error without a text of its own shows the reason, which is in English. */
    public String page(ProblemDetail problem, Language language) {
        Messages messages = language.messages(Messages.class);
        Optional<ErrorPage> known = ErrorPage.of(problem.status());
        String title = known.map(messages::errorTitle).orElseGet(messages::otherErrorTitle);
        String text = known.map(messages::errorText).orElseGet(problem::reason);
        return pages.message(language, title, text, messages.back()).render();
    }
}
