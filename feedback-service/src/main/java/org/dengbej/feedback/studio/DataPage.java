package org.dengbej.feedback.studio;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.sql.SQLException;
import org.dengbej.feedback.operators.OperatorKey;
import org.dengbej.feedback.voice.Voices;

/** A voice's data to be downloaded, all of it as it is at that moment; streamed, so that its size is no matter. */
@Path("/studio/voices/{voice}/data")
@RolesAllowed(OperatorKey.ROLE)
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
public class DataPage {

    private static final String CSV = "text/csv;charset=UTF-8";

    @Inject
    @Location("studio/data")
    Template template;

    @Inject
    StudioPages pages;

    @Inject
    Voices voices;

    @Inject
    Exports exports;

    @GET
    public Response data(String voice) throws SQLException {
        voices.require(voice);
        return StudioPages.ok(pages.page(template, StudioPages.messages().data(), voice));
    }

    @GET
    @Path("/ratings.csv")
    @Produces(CSV)
    public Response ratings(String voice) throws SQLException {
        return file(voice, "ratings.csv", out -> exports.ratings(voice, out));
    }

    @GET
    @Path("/pairs.csv")
    @Produces(CSV)
    public Response pairs(String voice) throws SQLException {
        return file(voice, "pairs.csv", out -> exports.pairVotes(voice, out));
    }

    @GET
    @Path("/recordings.zip")
    @Produces("application/zip")
    public Response recordings(String voice) throws SQLException {
        return file(voice, "recordings.zip", out -> exports.recordings(voice, out));
    }

    private Response file(String voice, String name, StreamingOutput content) throws SQLException {
        voices.require(voice);
        return Response.ok(content)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"%s\"".formatted(name))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
