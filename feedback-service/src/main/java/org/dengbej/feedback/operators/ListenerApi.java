package org.dengbej.feedback.operators;

import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import org.dengbej.feedback.web.Require;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Endpoints for voice builders about listeners, who are known by the id that their ratings and recordings bear. */
@Path("/api/operators/listeners/{listener}")
@RolesAllowed(OperatorKey.ROLE)
@Tag(name = "Operators")
@SecurityRequirement(name = "operators-key")
public class ListenerApi {

    private static final int REASON_CHARACTERS = 500;

    /** Why somebody is banned. */
    public record BanForm(String reason) {}

    @Inject
    OperatorActs acts;

    @POST
    @Path("/ban")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "Ban a listener: nothing they said counts, and none of their recordings is trained on from now on")
    @APIResponse(responseCode = "204", description = "They are banned")
    @APIResponse(responseCode = "404", description = "There is no such listener")
    public void ban(String listener, BanForm form) throws SQLException {
        String reason = Require.present("the body", form).reason();
        acts.ban(
                Require.uuid("listener", listener),
                Require.present("reason", Require.shortText("reason", reason, REASON_CHARACTERS)));
    }

    @POST
    @Path("/unban")
    @Operation(summary = "Undo a ban: their answers count again, and recordings have the state that they had")
    @APIResponse(responseCode = "204", description = "They are welcome again")
    @APIResponse(responseCode = "404", description = "There is no such listener")
    public void unban(String listener) throws SQLException {
        acts.unban(Require.uuid("listener", listener));
    }
}
