package org.dengbej.feedback.studio;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.dengbej.feedback.operators.OperatorActs;
import org.dengbej.feedback.operators.OperatorKey;
import org.dengbej.feedback.opinion.OpinionScores;
import org.dengbej.feedback.opinion.Opinions;
import org.dengbej.feedback.voice.Sentence;
import org.dengbej.feedback.voice.SentenceRole;
import org.dengbej.feedback.voice.Version;
import org.dengbej.feedback.voice.VersionState;
import org.dengbej.feedback.voice.Versions;
import org.dengbej.feedback.voice.VoiceApi;
import org.dengbej.feedback.voice.Voices;
import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.Require;
import org.jboss.resteasy.reactive.RestQuery;

/** A voice in the studio: its versions and what listeners say of them, and each version beside the champion. */
@Path("/studio/voices/{voice}")
@RolesAllowed(OperatorKey.ROLE)
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
public class VoicePage {

    /** A sentence of two versions; addresses of their sounds, null where a version does not speak it. */
    public record SpokenRow(String text, String sound, String championsSound) {}

    @Inject
    @Location("studio/voice")
    Template overview;

    @Inject
    @Location("studio/version")
    Template details;

    @Inject
    StudioPages pages;

    @Inject
    StudioQueries queries;

    @Inject
    Voices voices;

    @Inject
    Versions versions;

    @Inject
    OpinionScores opinions;

    @Inject
    VersionRows rows;

    @Inject
    OperatorActs acts;

    @GET
    public Response voice(String voice) throws SQLException {
        Version champion = voices.require(voice);
        return StudioPages.ok(pages.page(overview, voice, voice)
                .data("champion", champion)
                .data("rows", rows.newest(voice))
                .data("predecessor", versions.predecessor(voice).orElse(null))
                .data("waiting", queries.waiting(voice)));
    }

    @GET
    @Path("/scores.png")
    @Produces("image/png")
    public Response scores(String voice, @RestQuery boolean dark) throws SQLException {
        voices.require(voice);
        List<ScoreChart.Point> points = new ArrayList<>();
        for (Version version : rows.newestVersions(voice)) {
            Opinions opinion = opinions.of(version);
            opinion.score().ifPresent(score -> points.add(new ScoreChart.Point(version.number(), score)));
        }
        return Response.ok(ScoreChart.png(points, dark))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    @GET
    @Path("/versions/{number}")
    public Response version(String voice, String number) throws SQLException {
        Version champion = voices.require(voice);
        Version version = find(voice, number);
        return StudioPages.ok(pages.page(details, StudioPages.messages().version(version.number()), voice)
                .data("row", rows.of(version))
                .data("champion", champion)
                .data("sentences", spoken(version, champion))
                .data("isChampion", version.state() == VersionState.CHAMPION));
    }

    private Version find(String voice, String number) throws SQLException {
        int wanted = Require.present("number", Require.number("number", number));
        return versions.find(voice, wanted)
                .orElseThrow(() -> InvalidInputException.notFound(reasons -> reasons.noSuchVersion(wanted)));
    }

    private List<SpokenRow> spoken(Version version, Version champion) throws SQLException {
        Map<String, UUID> others = voices.sentences(champion, SentenceRole.EVALUATION).stream()
                .collect(Collectors.toMap(Sentence::text, Sentence::id, (one, other) -> one));
        return voices.sentences(version, SentenceRole.EVALUATION).stream()
                .map(sentence -> new SpokenRow(
                        sentence.text(),
                        VoiceApi.audioPath(version.voice(), sentence.id()),
                        others.containsKey(sentence.text())
                                ? VoiceApi.audioPath(version.voice(), others.get(sentence.text()))
                                : null))
                .toList();
    }

    @POST
    @Path("/versions/{number}/promote")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response promote(String voice, String number) throws SQLException {
        voices.require(voice);
        Version version = find(voice, number);
        acts.promote(voice, version.number());
        return StudioPages.see("/studio/voices/{voice}/versions/{number}", voice, version.number());
    }

    @POST
    @Path("/roll-back")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response rollBack(String voice) throws SQLException {
        voices.require(voice);
        acts.rollBack(voice);
        return StudioPages.see("/studio/voices/{voice}", voice);
    }
}
