package org.dengbej.feedback.http.guard;

import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import org.dengbej.feedback.config.FeedbackConfig;
import org.dengbej.feedback.listener.Listeners;

/** The networks of clients as digests. */
@ApplicationScoped
public class ClientNetworks {

    @Inject
    FeedbackConfig config;

    @Inject
    Listeners listeners;

    /** Digest of the address from which a request came, or of its network (IPv6). */
    public byte[] digest(HttpServerRequest request) throws SQLException {
        return listeners.networkDigest(ClientAddress.of(request, config.limits().proxyHops()));
    }
}
