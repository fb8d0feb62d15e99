package org.dengbej.feedback.studio;

import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;
import org.dengbej.feedback.operators.OperatorKey;

/** Authentication by the cookie of a session; it gives the role of operators, on the studio's pages alone. */
@ApplicationScoped
class StudioSessionMechanism implements HttpAuthenticationMechanism {

    private static final String PATH = "/studio";

    @Inject
    StudioSessions sessions;

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identityProviders) {
        Cookie cookie = context.request().getCookie(StudioSessions.COOKIE);
        if (cookie == null || !context.normalizedPath().startsWith(PATH)) {
            return Uni.createFrom().nullItem();
        }
        return Uni.createFrom()
                .completionStage(() -> context.vertx()
                        .executeBlocking(() -> sessions.name(cookie.getValue()), false)
                        .toCompletionStage())
                .map(name -> name.map(StudioSessionMechanism::identity).orElse(null));
    }

    private static SecurityIdentity identity(String name) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(name))
                .addRole(OperatorKey.ROLE)
                .build();
    }

    /** None: who has no session is shown the form to sign in. */
    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().nullItem();
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }
}
