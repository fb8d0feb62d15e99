package org.dengbej.feedback.door;

import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import org.dengbej.feedback.config.FeedbackConfig;

/** Counts a body as it is read, for those that did not say their size at the door. Of forms the parser does that. */
@jakarta.ws.rs.ext.Provider
class BodyLimit implements ReaderInterceptor {

    @Inject
    Provider<FeedbackConfig> config; // interceptors are made before there is a configuration

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext body) throws IOException {
        body.setInputStream(
                new BoundedBody(body.getInputStream(), config.get().limits().maxFieldBytes()));
        return body.proceed();
    }
}
