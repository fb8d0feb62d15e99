package org.dengbej.feedback.http.guard;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Set;

/**
 * Protection against cross-site request forgery: the request metadata that browsers set and no page can change,
 * <a href="https://www.w3.org/TR/fetch-metadata/">{@code Sec-Fetch-Site}</a>, and {@code Origin} from browsers that are older or
 * speak plain HTTP. Programs send neither, and no page can steer them. It is the only such defence, since there is no login
 * that a token could be bound to: {@code docs/decisions/0020-one-csrf-defence.md}.
 */
final class CrossOriginProtection {

    private static final Set<HttpMethod> SAFE_METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    /** {@code none}: typed in, or a bookmark. {@code same-site} is not among them: a sibling domain is another site. */
    private static final Set<String> TRUSTED_SITES = Set.of("same-origin", "none");

    private CrossOriginProtection() {}

    /** True for a request that may change something and that, as its browser says, another origin's page sends. */
    static boolean isCrossOrigin(HttpServerRequest request) {
        if (SAFE_METHODS.contains(request.method())) {
            return false;
        }
        String site = request.getHeader("Sec-Fetch-Site");
        String origin = request.getHeader("Origin");
        return site != null ? !TRUSTED_SITES.contains(site) : origin != null && !isHost(origin, request);
    }

    private static boolean isHost(String origin, HttpServerRequest request) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority != null && authority.equalsIgnoreCase(request.getHeader("Host"));
        } catch (IllegalArgumentException e) {
            return false; // "null" has no authority either: a page that hides its origin
        }
    }
}
