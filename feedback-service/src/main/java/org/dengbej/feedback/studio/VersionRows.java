package org.dengbej.feedback.studio;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.dengbej.feedback.opinion.OpinionScores;
import org.dengbej.feedback.opinion.Opinions;
import org.dengbej.feedback.pair.PairStudies;
import org.dengbej.feedback.voice.Version;
import org.dengbej.feedback.voice.Versions;

/** The versions of voices with what listeners say of them. */
@ApplicationScoped
class VersionRows {

    /** The newest versions, those that are shown. */
    private static final int MAX_VERSIONS = 30;

    @Inject
    Versions versions;

    @Inject
    OpinionScores opinions;

    @Inject
    PairStudies pairs;

    VersionRow of(Version version) throws SQLException {
        Opinions opinion = opinions.of(version);
        return new VersionRow(version, ScoreView.of(opinion), ScoreView.of(pairs.of(version)), Excluded.of(opinion));
    }

    /** Of the newest versions of a voice. */
    List<VersionRow> newest(String voice) throws SQLException {
        List<VersionRow> rows = new ArrayList<>();
        for (Version version : newestVersions(voice)) {
            rows.add(of(version));
        }
        return rows;
    }

    List<Version> newestVersions(String voice) throws SQLException {
        return versions.of(voice).stream().limit(MAX_VERSIONS).toList();
    }
}
