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
public class Refusals {

    private static final String PROGRAMS = "/api";

    /** What goes into the answer. */
    public record Told(String contentType, String body) {}

    @Inject
    Pages pages;

    /** {@code acceptedLanguages}: the Accept-Language header, or null. */
    public Told tell(Refusal refusal, String path, String acceptedLanguages) {
        return path.startsWith(PROGRAMS)
                ? new Told("application/problem+json", problem(refusal))
                : new Told("text/html;charset=UTF-8", page(refusal, Words.in(Words.preferred(acceptedLanguages))));
    }

    private static String problem(Refusal refusal) {
        return new JsonObject()
                .put("status", refusal.status())
                .put("title", HttpResponseStatus.valueOf(refusal.status()).reasonPhrase())
                .put("detail", refusal.reason())
                .encode();
    }

    /** A page. Common refusals have words of their own; for others the reason, which is in English, must do. */
    public String page(Refusal refusal, Words words) {
        String key = "refused.%d".formatted(refusal.status());
        String text = words.has(key + ".why") ? words.get(key + ".why") : refusal.reason();
        String title = words.get(words.has(key) ? key : "refused");
        return pages.message(words, title, text, words.get("back")).render();
    }
}
