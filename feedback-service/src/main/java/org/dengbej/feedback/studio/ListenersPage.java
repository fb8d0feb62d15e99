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
import java.util.ArrayList;
import java.util.List;
import org.dengbej.feedback.operators.OperatorKey;
import org.dengbej.feedback.opinion.OpinionScores;
import org.dengbej.feedback.opinion.Opinions;
import org.dengbej.feedback.pair.PairStudies;
import org.dengbej.feedback.voice.Version;
import org.dengbej.feedback.voice.Versions;

/** The listeners of a voice: how many have answered about each version, and which answers do not count and why. */
@Path("/studio/voices/{voice}/listeners")
@RolesAllowed(OperatorKey.ROLE)
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
public class ListenersPage {

    private static final int MAX_VERSIONS = 30;

    /** What listeners have said of a version. */
    public record Row(Version version, ScoreView score, ScoreView pairs, List<Excluded> excluded) {}

    @Inject
    @Location("studio/listeners")
    Template template;

    @Inject
    StudioPages pages;

    @Inject
    Versions versions;

    @Inject
    OpinionScores opinions;

    @Inject
    PairStudies pairs;

    @GET
    public Response listeners(String voice) throws SQLException {
        pages.champion(voice);
        List<Row> rows = new ArrayList<>();
        for (Version version : versions.of(voice).stream().limit(MAX_VERSIONS).toList()) {
            Opinions opinion = opinions.of(version);
            rows.add(new Row(version, ScoreView.of(opinion), ScoreView.of(pairs.of(version)), Excluded.of(opinion)));
        }
        return StudioPages.ok(
                pages.page(template, StudioPages.messages().listeners(), voice).data("rows", rows));
    }
}
