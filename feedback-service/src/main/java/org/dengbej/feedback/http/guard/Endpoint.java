package org.dengbej.feedback.http.guard;

import io.vertx.core.http.HttpMethod;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The endpoints with a request body or an effect, each with its rate limit class. Paths are matched whole, before routing, so that a
 * refused request costs nothing; {@code EndpointTest} compares this table with the resources.
 */
enum Endpoint {
    RATING("POST", "/api/ratings", RateLimitClass.RATINGS, false),
    CORRECTION("POST", "/api/corrections", RateLimitClass.UPLOADS, true),
    CARD("POST", "/api/voices/{voice}/cards", RateLimitClass.RATINGS, false),
    CARD_ANSWER("POST", "/api/voices/{voice}/cards/{token:[0-9a-f-]+}", RateLimitClass.RATINGS, false),
    CARD_RECORDING("POST", "/api/voices/{voice}/cards/{token:[0-9a-f-]+}/recording", RateLimitClass.UPLOADS, true),
    /** An answer; a recording is counted when it is seen in the form. */
    CARD_PAGE("POST", "/{voice}/{token:[0-9a-f-]+}", RateLimitClass.RATINGS, true),
    CONSENT("POST", "/api/voices/{voice}/consent", RateLimitClass.RATINGS, false),
    CONSENT_PAGE("POST", "/{voice}/consent", RateLimitClass.RATINGS, true),
    ERASE_RECORDING("DELETE", "/api/me/recordings/{recording}", RateLimitClass.RATINGS, false),
    ERASE_LISTENER("DELETE", "/api/me", RateLimitClass.RATINGS, false),
    ERASE_RECORDING_PAGE("POST", "/me/recordings/{recording}/erase", RateLimitClass.RATINGS, true),
    ERASE_LISTENER_PAGE("POST", "/me/erase", RateLimitClass.RATINGS, true),
    FINE_TUNE("POST", "/api/operators/voices/{voice}/fine-tune", RateLimitClass.RATINGS, false),
    PROMOTE("POST", "/api/operators/voices/{voice}/versions/{number}/promote", RateLimitClass.RATINGS, false),
    ROLL_BACK("POST", "/api/operators/voices/{voice}/roll-back", RateLimitClass.RATINGS, false),
    POLICY("POST", "/api/operators/voices/{voice}/policy", RateLimitClass.RATINGS, false),
    DRY_RUN("POST", "/api/operators/voices/{voice}/policy/dry-run", RateLimitClass.RATINGS, false),
    CONSENT_TEXT("POST", "/api/operators/voices/{voice}/consent", RateLimitClass.RATINGS, false),
    SENTENCES("POST", "/api/operators/voices/{voice}/sentences", RateLimitClass.RATINGS, false),
    APPROVE("POST", "/api/operators/corrections/{correction}/approve", RateLimitClass.RATINGS, false),
    REJECT("POST", "/api/operators/corrections/{correction}/reject", RateLimitClass.RATINGS, false),
    CANCEL_JOB("POST", "/api/operators/voices/{voice}/jobs/{job}/cancel", RateLimitClass.RATINGS, false),
    STUDIO_SIGN_IN("POST", "/studio/session", RateLimitClass.SIGN_INS, true),
    STUDIO_SIGN_OUT("POST", "/studio/session/end", RateLimitClass.RATINGS, true),
    STUDIO_ROLL_BACK("POST", "/studio/voices/{voice}/roll-back", RateLimitClass.RATINGS, true),
    STUDIO_PROMOTE("POST", "/studio/voices/{voice}/versions/{number}/promote", RateLimitClass.RATINGS, true),
    STUDIO_REVIEW("POST", "/studio/voices/{voice}/review/{correction}", RateLimitClass.RATINGS, true),
    STUDIO_START_JOB("POST", "/studio/voices/{voice}/jobs", RateLimitClass.RATINGS, true),
    STUDIO_CANCEL_JOB("POST", "/studio/voices/{voice}/jobs/{job}/cancel", RateLimitClass.RATINGS, true),
    STUDIO_SENTENCES("POST", "/studio/voices/{voice}/sentences", RateLimitClass.RATINGS, true),
    STUDIO_WEBHOOK("POST", "/studio/webhooks", RateLimitClass.RATINGS, true),
    STUDIO_REMOVE_WEBHOOK("POST", "/studio/webhooks/{webhook}/remove", RateLimitClass.RATINGS, true),
    BAN("POST", "/api/operators/listeners/{listener}/ban", RateLimitClass.RATINGS, false),
    UNBAN("POST", "/api/operators/listeners/{listener}/unban", RateLimitClass.RATINGS, false);

    private final HttpMethod method;
    private final String template;
    private final Pattern path;
    private final RateLimitClass rateLimit;
    private final boolean form;

    /**
     * An endpoint.
     *
     * @param template  path as the resource declares it
     * @param rateLimit class of its requests
     * @param form      whether its body is a form, which may carry a recording
     */
    Endpoint(String method, String template, RateLimitClass rateLimit, boolean form) {
        this.method = HttpMethod.valueOf(method);
        this.template = template;
        this.path =
                Pattern.compile(template.replaceAll("\\{\\w+:([^}]+)}", "$1").replaceAll("\\{\\w+}", "[^/]+") + "/?");
        this.rateLimit = rateLimit;
        this.form = form;
    }

    /** The endpoint of a request; empty for reads, and for what no resource takes. */
    static Optional<Endpoint> find(HttpMethod method, String normalizedPath) {
        return Arrays.stream(values())
                .filter(endpoint -> endpoint.method.equals(method)
                        && endpoint.path.matcher(normalizedPath).matches())
                .findFirst();
    }

    /** True for the path of an endpoint that takes a form; a wrong method is refused later, with its own status. */
    static boolean takesForms(String normalizedPath) {
        return Arrays.stream(values())
                .anyMatch(endpoint ->
                        endpoint.form && endpoint.path.matcher(normalizedPath).matches());
    }

    String method() {
        return method.name();
    }

    String template() {
        return template;
    }

    RateLimitClass rateLimit() {
        return rateLimit;
    }

    boolean form() {
        return form;
    }
}
