package org.dengbej.feedback.operators;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import org.dengbej.feedback.web.InvalidInputException;

/** Lets operators in, to what is theirs. */
@Provider
@OperatorsOnly
class OperatorAuthFilter implements ContainerRequestFilter {

    @Inject
    OperatorKey key;

    @Override
    public void filter(ContainerRequestContext request) {
        if (!key.opens(request.getHeaderString(HttpHeaders.AUTHORIZATION))) {
            throw InvalidInputException.unauthorized("this needs the operators' key: Authorization: Bearer KEY");
        }
    }
}
