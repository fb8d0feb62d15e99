package org.dengbej.feedback.pair;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.dengbej.feedback.config.FeedbackConfig;
import org.dengbej.feedback.control.ControlAnswers;
import org.dengbej.feedback.database.Database;
import org.dengbej.feedback.statistics.ContributionCap;
import org.dengbej.feedback.statistics.ContributionCap.Contribution;
import org.dengbej.feedback.statistics.ListenerScreening;
import org.dengbej.feedback.statistics.PairVote;
import org.dengbej.feedback.statistics.WinRate;
import org.dengbej.feedback.voice.Version;

/** Studies in which a challenger is compared with the champion. */
@ApplicationScoped
public class PairStudies {

    /** Of a study the first so many are looked at: it is decided long before, or never. */
    private static final int MAX_VOTES = 5000;

    private record Row(Contribution contribution, PairVote vote) {}

    @Inject
    FeedbackConfig config;

    @Inject
    Database database;

    @Inject
    ControlAnswers controls;

    /** The win rate of a version in the pairs in which it was the challenger, as far as they were heard to their end by listeners who pass the control questions. */
    public WinRate of(Version challenger) throws SQLException {
        List<Row> rows = database.list(PairStudies::row, """
                SELECT a.token, a.listener, a.network, v.preference, a.first = a.challenger AS challenger_first, v.given_at
                FROM sentence s
                JOIN assignment a ON a.challenger = s.id
                JOIN pair_vote v ON v.assignment = a.token
                WHERE s.voice = ? AND s.sha256 = ? AND a.heard
                  AND NOT EXISTS (SELECT 1 FROM listener l WHERE l.id = a.listener AND l.banned_at IS NOT NULL)
                ORDER BY v.given_at, v.assignment LIMIT ?""", challenger.voice(), challenger.sha256(), MAX_VOTES);
        FeedbackConfig.Trust trust = config.trust();
        Set<String> counted = new ContributionCap(trust.answersPerListener(), trust.answersPerNetwork())
                .apply(rows.stream().map(Row::contribution).toList())
                .countedIds();
        Set<String> inattentive = ListenerScreening.inattentive(controls.of(challenger.voice()));
        return WinRate.of(rows.stream()
                .filter(row -> counted.contains(row.contribution().id()))
                .filter(row -> !inattentive.contains(row.contribution().listener()))
                .map(Row::vote)
                .toList());
    }

    private static Row row(ResultSet row) throws SQLException {
        boolean challengerFirst = row.getBoolean("challenger_first");
        PairVote.Outcome outcome = switch (Preference.parse(row.getString("preference"))) {
            case TIE -> PairVote.Outcome.TIE;
            case FIRST -> challengerFirst ? PairVote.Outcome.CHALLENGER : PairVote.Outcome.CHAMPION;
            case SECOND -> challengerFirst ? PairVote.Outcome.CHAMPION : PairVote.Outcome.CHALLENGER;
        };
        String listener = row.getString("listener");
        return new Row(
                new Contribution(
                        row.getString("token"),
                        listener,
                        HexFormat.of().formatHex(row.getBytes("network")),
                        row.getTimestamp("given_at").toInstant()),
                new PairVote(listener, outcome, challengerFirst));
    }
}
