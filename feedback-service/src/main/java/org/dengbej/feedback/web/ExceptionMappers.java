package org.dengbej.feedback.web;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import io.quarkus.logging.Log;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/** Mappers of exceptions to responses that say what is wrong with the request; of an internal error they show an id alone. */
class ExceptionMappers {

    /** The page at which voice builders sign in. */
    private static final String STUDIO = "/studio";

    @Inject
    ProblemRenderer renderer;

    @ServerExceptionMapper
    Response invalid(InvalidInputException e, ContainerRequestContext request) {
        return respond(e.problem(), request);
    }

    @ServerExceptionMapper
    Response retryLater(RetryLaterException e, ContainerRequestContext request) {
        return respond(e.problem(), request);
    }

    @ServerExceptionMapper
    Response notJson(JacksonException e, ContainerRequestContext request) {
        Reason reason = new DetailedReason(
                ReasonMessages::notJson,
                "the body is not the JSON that this endpoint takes: " + e.getOriginalMessage());
        return respond(new ProblemDetail(400, reason), request);
    }

    /** Quarkus takes it for a defect of ours; a field that occurs twice looks like that, too. */
    @ServerExceptionMapper
    Response wrongJson(InvalidDefinitionException e, ContainerRequestContext request) {
        return notJson(e, request);
    }

    /** Nobody is authenticated, or by credentials that are none. */
    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    Response unauthorized(SecurityException e, ContainerRequestContext request) {
        boolean page = request.getUriInfo().getPath().startsWith(STUDIO);
        if (page && request.getMethod().equals(HttpMethod.GET)) {
            return Response.seeOther(URI.create(STUDIO))
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build();
        }
        return respond(new ProblemDetail(401, ReasonMessages::operatorKeyMissing), request);
    }

    /** Authenticated, and without the role. */
    @ServerExceptionMapper
    Response forbidden(ForbiddenException e, ContainerRequestContext request) {
        return respond(new ProblemDetail(403, ReasonMessages::operatorRoleMissing), request);
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

    private static Reason reason(WebApplicationException e, ContainerRequestContext request) {
        Response.StatusType status = e.getResponse().getStatusInfo();
        return switch (status.getStatusCode()) {
            case 400 -> malformed(e, request);
            case 404 -> ReasonMessages::nothingHere;
            case 405 -> ReasonMessages::wrongMethod;
            case 406 -> ReasonMessages::wrongFormat;
            case 413 -> ReasonMessages::fieldOrFileTooLarge;
            case 415 -> ReasonMessages::wrongType;
            default -> new DetailedReason(reasons -> reasons.refused(status.getStatusCode()), status.getReasonPhrase());
        };
    }

    private static Reason malformed(WebApplicationException e, ContainerRequestContext request) {
        if (isUnreadableForm(request)) {
            return ReasonMessages::unreadableForm;
        }
        return e.getCause() == null ? ReasonMessages::unreadableRequest : ReasonMessages::unreadableBody;
    }

    @ServerExceptionMapper
    Response unexpected(Throwable e, ContainerRequestContext request) {
        if (DatabaseUnavailable.matches(e)) {
            Log.warnf(
                    "database unavailable: path=%s reason=%s",
                    request.getUriInfo().getPath(), e.getMessage());
            return respond(
                    new ProblemDetail(503, ReasonMessages::databaseUnavailable, DatabaseUnavailable.RETRY_AFTER),
                    request);
        }
        if (isUnreadableForm(request)) {
            return respond(new ProblemDetail(400, ReasonMessages::unreadableForm), request);
        }
        UUID id = UUID.randomUUID();
        Log.errorf(e, "request failed: id=%s path=%s", id, request.getUriInfo().getPath());
        return respond(new ProblemDetail(500, reasons -> reasons.internalError(id)), request);
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
                Language.of(
                        request.getUriInfo().getQueryParameters().getFirst("lang"),
                        request.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE)));
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
