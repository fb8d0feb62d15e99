package org.dengbej.feedback.operators;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;

/**
 * Authentication by the operators' key as a bearer token; it gives the role {@value OperatorKey#ROLE}. Any other token is left to other
 * mechanisms, so that OIDC can be configured beside it.
 */
@ApplicationScoped
class OperatorKeyMechanism implements HttpAuthenticationMechanism {

    private static final String SCHEME = "Bearer ";
    private static final SecurityIdentity OPERATOR = QuarkusSecurityIdentity.builder()
            .setPrincipal(new QuarkusPrincipal("operator-key"))
            .addRole(OperatorKey.ROLE)
            .build();

    @Inject
    OperatorKey key;

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identityProviders) {
        return isKey(context.request().getHeader(HttpHeaders.AUTHORIZATION))
                ? Uni.createFrom().item(OPERATOR)
                : Uni.createFrom().nullItem();
    }

    private boolean isKey(String authorization) {
        return authorization != null
                && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && key.matches(authorization.substring(SCHEME.length()));
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom()
                .item(new ChallengeData(
                        HttpResponseStatus.UNAUTHORIZED.code(), HttpHeaderNames.WWW_AUTHENTICATE, SCHEME.strip()));
    }

    /** Before OIDC's mechanism, which fails for a bearer token that is not one of its own. */
    @Override
    public int getPriority() {
        return DEFAULT_PRIORITY + 100;
    }

    /** None: the identity is made here, without an identity provider. */
    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }
}
