package org.dengbej.feedback.rating;

import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.Map;
import org.dengbej.feedback.web.AnonymousAccess;
import org.dengbej.feedback.web.Require;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Endpoint for ratings of nobody in particular, off by default: they are stored and count for nothing. Cards have an endpoint of their own. */
@Path("/api/ratings")
@Tag(name = "Feedback")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class RatingApi {

    @Inject
    Ratings ratings;

    @Inject
    AnonymousAccess access;

    @POST
    @Operation(summary = "Rate a sentence")
    @APIResponse(responseCode = "201", description = "It is in the database; the body has its id")
    @APIResponse(responseCode = "400", description = "What is wrong with it")
    @APIResponse(responseCode = "404", description = "There is no such sentence")
    @APIResponse(responseCode = "403", description = "The anonymous API is off; cards are answered instead")
    @APIResponse(responseCode = "409", description = "Another rating was taken under this submission")
    @APIResponse(responseCode = "429", description = "Too many; Retry-After says when the next is taken")
    @APIResponse(responseCode = "503", description = "Not now; Retry-After says when. Nothing was taken for certain")
    public Response rate(RatingForm form) throws SQLException {
        access.requireAnonymous();
        return Response.status(Response.Status.CREATED)
                .entity(Map.of("id", ratings.submit(Require.present("the body", form))))
                .build();
    }
}
