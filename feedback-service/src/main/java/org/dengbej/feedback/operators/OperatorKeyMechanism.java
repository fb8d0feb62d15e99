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
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.Set;
import org.dengbej.feedback.config.FeedbackConfig;

/**
 * Authentication by the operators' key as a bearer token; it gives the role {@value #ROLE}. Any other token is left to other
 * mechanisms, so that OIDC can be configured beside it. The key is known by its digest, so that comparing takes the same time
 * whatever is sent.
 */
@ApplicationScoped
class OperatorKeyMechanism implements HttpAuthenticationMechanism {

    static final String ROLE = "operator";

    private static final String SCHEME = "Bearer ";
    private static final SecurityIdentity OPERATOR = QuarkusSecurityIdentity.builder()
            .setPrincipal(new QuarkusPrincipal("operator-key"))
            .addRole(ROLE)
            .build();

    private final Optional<byte[]> digest;

    @Inject
    OperatorKeyMechanism(FeedbackConfig config) {
        digest = config.operatorKey().map(OperatorKeyMechanism::sha256);
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identityProviders) {
        return isKey(context.request().getHeader(HttpHeaders.AUTHORIZATION))
                ? Uni.createFrom().item(OPERATOR)
                : Uni.createFrom().nullItem();
    }

    /** True for an Authorization header with the key; always false where no key is configured. */
    private boolean isKey(String authorization) {
        return digest.isPresent()
                && authorization != null
                && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(
                        digest.get(),
                        sha256(authorization.substring(SCHEME.length()).strip()));
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
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
