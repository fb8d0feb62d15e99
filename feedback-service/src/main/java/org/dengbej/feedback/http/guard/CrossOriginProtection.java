package org.dengbej.feedback.http.guard;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Set;

/**
 * Recognises what another site makes a listener's browser send. Browsers say so themselves, and no page can keep them from it: in
 * <a href="https://www.w3.org/TR/fetch-metadata/">{@code Sec-Fetch-Site}</a>, the older ones in {@code Origin}. Programs send
 * neither.
 */
final class CrossOriginProtection {

    private static final Set<HttpMethod> HARMLESS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    /** {@code none}: typed in, or a bookmark. {@code same-site} is not among them: a sibling is another site. */
    private static final Set<String> OURS = Set.of("same-origin", "none");

    private CrossOriginProtection() {}

    static boolean sends(HttpServerRequest request) {
        if (HARMLESS.contains(request.method())) {
            return false;
        }
        String site = request.getHeader("Sec-Fetch-Site");
        String origin = request.getHeader("Origin");
        return site != null ? !OURS.contains(site) : origin != null && !isHost(origin, request);
    }

    private static boolean isHost(String origin, HttpServerRequest request) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority != null && authority.equalsIgnoreCase(request.getHeader("Host"));
        } catch (IllegalArgumentException e) {
            return false; // "null" too: a page that hides where it is from
        }
    }
}
