package org.dengbej.feedback.web;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import io.quarkus.logging.Log;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/** Mappers of exceptions to responses that say what is wrong with the request; of an internal error they show an id alone. */
class ExceptionMappers {

    private static final String UNREADABLE_FORM =
            "the form cannot be read; it is multipart/form-data, whole, of at most 100 fields in a charset that is one";

    @Inject
    ProblemRenderer renderer;

    @ServerExceptionMapper
    Response invalid(InvalidInputException e, ContainerRequestContext request) {
        return respond(new ProblemDetail(e.status(), e.getMessage()), request);
    }

    @ServerExceptionMapper
    Response retryLater(RetryLaterException e, ContainerRequestContext request) {
        return respond(e.problem(), request);
    }

    @ServerExceptionMapper
    Response notJson(JacksonException e, ContainerRequestContext request) {
        return respond(
                new ProblemDetail(400, "the body is not the JSON that this endpoint takes: " + e.getOriginalMessage()),
                request);
    }

    /** Quarkus takes it for a defect of ours; a field that occurs twice looks like that, too. */
    @ServerExceptionMapper
    Response wrongJson(InvalidDefinitionException e, ContainerRequestContext request) {
        return notJson(e, request);
    }

    /** Nobody is authenticated, or by credentials that are none. */
    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    Response unauthorized(SecurityException e, ContainerRequestContext request) {
        return respond(new ProblemDetail(401, "this needs the operators' key: Authorization: Bearer KEY"), request);
    }

    /** Authenticated, and without the role. */
    @ServerExceptionMapper
    Response forbidden(ForbiddenException e, ContainerRequestContext request) {
        return respond(new ProblemDetail(403, "this needs the role of an operator"), request);
    }

    /** No such path, not with this method, not in this format, too large. */
    @ServerExceptionMapper
    Response webApplication(WebApplicationException e, ContainerRequestContext request) {
        int status = e.getResponse().getStatus();
        if (status < 400) {
            return e.getResponse();
        }
        if (status >= 500) {
            return unexpected(e, request);
        }
        Response answer = respond(new ProblemDetail(status, reason(e, request)), request);
        String allowed = e.getResponse().getHeaderString(HttpHeaders.ALLOW);
        if (allowed != null) {
            answer.getHeaders().putSingle(HttpHeaders.ALLOW, allowed);
        }
        return answer;
    }

    private static String reason(WebApplicationException e, ContainerRequestContext request) {
        return switch (e.getResponse().getStatus()) {
            case 400 -> malformed(e, request);
            case 404 -> "there is nothing at this path";
            case 405 -> "this path does not take this method";
            case 406 -> "this path has no answer in the format that was asked for";
            case 413 -> "the body or a field is too large: a field has 16 KB at most, a file 8 MB";
            case 415 -> "this path does not take a body of this type";
            default -> e.getResponse().getStatusInfo().getReasonPhrase();
        };
    }

    private static String malformed(WebApplicationException e, ContainerRequestContext request) {
        if (isUnreadableForm(request)) {
            return UNREADABLE_FORM;
        }
        return e.getCause() == null ? "the request is malformed" : "the body is not what this endpoint takes";
    }

    @ServerExceptionMapper
    Response unexpected(Throwable e, ContainerRequestContext request) {
        if (DatabaseUnavailable.matches(e)) {
            Log.warnf(
                    "database unavailable: path=%s reason=%s",
                    request.getUriInfo().getPath(), e.getMessage());
            return respond(
                    new ProblemDetail(
                            503,
                            "the database is unavailable for a moment; nothing was taken for certain, send the same again",
                            DatabaseUnavailable.RETRY_AFTER),
                    request);
        }
        if (isUnreadableForm(request)) {
            return respond(new ProblemDetail(400, UNREADABLE_FORM), request);
        }
        UUID id = UUID.randomUUID();
        Log.errorf(e, "request failed: id=%s path=%s", id, request.getUriInfo().getPath());
        return respond(new ProblemDetail(500, "internal error; operators find it under " + id), request);
    }

    /** True if the request failed while its form was parsed, before any of our code ran. */
    private static boolean isUnreadableForm(ContainerRequestContext request) {
        boolean form = request.getMediaType() != null
                && request.getMediaType().getType().equals("multipart");
        return form
                && ((ResteasyReactiveContainerRequestContext) request).getServerRequestContext()
                        instanceof ResteasyReactiveRequestContext context
                && context.getFormData() == null;
    }

    private Response respond(ProblemDetail problem, ContainerRequestContext request) {
        ProblemRenderer.Rendered rendered = renderer.render(
                problem,
                request.getUriInfo().getRequestUri().getRawPath(),
                request.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE));
        Response.ResponseBuilder answer =
                Response.status(problem.status()).type(rendered.contentType()).entity(rendered.body());
        if (problem.status() == 401) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        if (problem.retryAfter() != null) {
            answer.header(HttpHeaders.RETRY_AFTER, problem.retryAfterSeconds());
        }
        return answer.build();
    }
}
