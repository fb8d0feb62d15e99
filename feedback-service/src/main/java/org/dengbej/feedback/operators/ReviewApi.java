package org.dengbej.feedback.operators;

import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.sql.SQLException;
import org.dengbej.feedback.web.Require;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** Endpoints for voice builders who review recordings. */
@Path("/api/operators/corrections/{correction}")
@RolesAllowed(OperatorKey.ROLE)
@Tag(name = "Operators")
@SecurityRequirement(name = "operators-key")
public class ReviewApi {

    @Inject
    OperatorActs acts;

    @POST
    @Path("/approve")
    @Operation(
            summary =
                    "Approve a recording: the next job trains on it; with gold=true listeners are given it as a control question, too")
    @APIResponse(responseCode = "204", description = "It is approved")
    @APIResponse(responseCode = "404", description = "There is no such recording")
    @APIResponse(responseCode = "409", description = "A job has it already")
    public void approve(String correction, @RestQuery @DefaultValue("false") boolean gold) throws SQLException {
        acts.review(Require.uuid("correction", correction), true, gold);
    }

    @POST
    @Path("/reject")
    @Operation(summary = "Reject a recording: no job trains on it")
    @APIResponse(responseCode = "204", description = "It is rejected")
    @APIResponse(responseCode = "404", description = "There is no such recording")
    @APIResponse(responseCode = "409", description = "A job has it already")
    public void reject(String correction) throws SQLException {
        acts.review(Require.uuid("correction", correction), false, false);
    }
}
