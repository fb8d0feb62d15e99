package org.dengbej.feedback.studio;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import org.dengbej.feedback.operators.OperatorKey;
import org.dengbej.feedback.voice.Voices;

/** The listeners of a voice: how many have answered about each version, and which answers do not count and why. */
@Path("/studio/voices/{voice}/listeners")
@RolesAllowed(OperatorKey.ROLE)
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
public class ListenersPage {

    @Inject
    @Location("studio/listeners")
    Template template;

    @Inject
    StudioPages pages;

    @Inject
    Voices voices;

    @Inject
    VersionRows rows;

    @GET
    public Response listeners(String voice) throws SQLException {
        voices.require(voice);
        return StudioPages.ok(
                pages.page(template, StudioPages.messages().listeners(), voice).data("rows", rows.newest(voice)));
    }
}
