package org.dengbej.feedback.opinion;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.dengbej.feedback.config.FeedbackConfig;
import org.dengbej.feedback.control.ControlAnswers;
import org.dengbej.feedback.database.Database;
import org.dengbej.feedback.listener.Bans;
import org.dengbej.feedback.statistics.Answer;
import org.dengbej.feedback.statistics.ContributionCap;
import org.dengbej.feedback.statistics.ContributionCap.Contribution;
import org.dengbej.feedback.statistics.ExclusionReason;
import org.dengbej.feedback.statistics.ListenerScreening;
import org.dengbej.feedback.statistics.ListenerScreening.Excluded;
import org.dengbej.feedback.statistics.ListenerScreening.Verdict;
import org.dengbej.feedback.statistics.MeanOpinionScore;
import org.dengbej.feedback.statistics.Rating;
import org.dengbej.feedback.voice.SentenceRole;
import org.dengbej.feedback.voice.Version;
import org.dengbej.feedback.voice.Voices;

/** Opinions of versions: ratings are capped per listener and network, listeners screened, and the rest averaged. */
@ApplicationScoped
public class OpinionScores {

    /** Of a version the newest so many are looked at. */
    private static final int MAX_RATINGS = 5000;

    /** Points of a course. */
    private static final int MAX_POINTS = 100;

    private record Row(String id, String listener, String network, String text, int score, boolean heard, Instant at) {

        Contribution contribution() {
            return new Contribution(id, listener, network, at);
        }

        Answer answer() {
            return new Answer(listener, text, new Answer.Ordinary(), score, heard);
        }
    }

    @Inject
    FeedbackConfig config;

    @Inject
    Database database;

    @Inject
    Voices voices;

    @Inject
    ControlAnswers controls;

    @Inject
    Bans bans;

    /** A mean opinion score as it was after a rating. */
    public record Point(Instant at, MeanOpinionScore score) {}

    /** What a version's ratings are judged by. */
    private record Rules(Set<String> banned, List<Answer> controls, ListenerScreening screening) {}

    /** The opinions of a version. Ratings of no listener in particular are not among them. */
    public Opinions of(Version version) throws SQLException {
        return of(rows(version), rules(version));
    }

    /** The course of a version's score, at {@value #MAX_POINTS} moments at most, the oldest first. */
    public List<Point> course(Version version) throws SQLException {
        List<Row> rows = rows(version);
        Rules rules = rules(version);
        int points = Math.min(MAX_POINTS, rows.size());
        List<Point> course = new ArrayList<>();
        for (int point = 1; point <= points; point++) {
            int from = rows.size() - (int) ((long) point * rows.size() / points); // the newest come first
            Instant at = rows.get(from).at();
            of(rows.subList(from, rows.size()), rules).score().ifPresent(score -> course.add(new Point(at, score)));
        }
        return course;
    }

    private Rules rules(Version version) throws SQLException {
        int sentences = voices.sentences(version, SentenceRole.EVALUATION).size();
        return new Rules(
                bans.banned().stream().map(UUID::toString).collect(Collectors.toSet()),
                controls.of(version.voice()),
                new ListenerScreening(Math.max(1, Math.min(config.trust().ratingsOfSet(), sentences))));
    }

    private Opinions of(List<Row> rows, Rules rules) {
        Map<ExclusionReason, Integer> excluded = new EnumMap<>(ExclusionReason.class);
        List<Row> counted = screened(capped(welcome(rows, rules, excluded), excluded), rules, excluded);
        return new Opinions(counted.isEmpty() ? Optional.empty() : Optional.of(mean(counted)), excluded);
    }

    private List<Row> rows(Version version) throws SQLException {
        return database.list(OpinionScores::row, """
                SELECT a.token, a.listener, a.network, s.text, r.score, a.heard, r.given_at FROM sentence s
                JOIN rating r ON r.sentence = s.id
                JOIN assignment a ON a.token = r.submission
                WHERE s.voice = ? AND s.sha256 = ? AND s.role = 'evaluation' ORDER BY r.given_at DESC LIMIT ?""", version.voice(), version.sha256(), MAX_RATINGS);
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getString("token"),
                row.getString("listener"),
                HexFormat.of().formatHex(row.getBytes("network")),
                row.getString("text"),
                row.getInt("score"),
                row.getBoolean("heard"),
                row.getTimestamp("given_at").toInstant());
    }

    private static List<Row> welcome(List<Row> rows, Rules rules, Map<ExclusionReason, Integer> excluded) {
        List<Row> welcome = rows.stream()
                .filter(row -> !rules.banned.contains(row.listener()))
                .toList();
        if (welcome.size() < rows.size()) {
            excluded.put(ExclusionReason.BANNED, rows.size() - welcome.size());
        }
        return welcome;
    }

    private List<Row> capped(List<Row> rows, Map<ExclusionReason, Integer> excluded) {
        FeedbackConfig.Trust trust = config.trust();
        ContributionCap.Result capped = new ContributionCap(trust.answersPerListener(), trust.answersPerNetwork())
                .apply(rows.stream().map(Row::contribution).toList());
        capped.excluded().forEach(each -> excluded.merge(each.reason(), 1, Integer::sum));
        Set<String> ids = capped.countedIds();
        return rows.stream().filter(row -> ids.contains(row.id())).toList();
    }

    private static List<Row> screened(List<Row> rows, Rules rules, Map<ExclusionReason, Integer> excluded) {
        Set<String> listeners = rows.stream().map(Row::listener).collect(Collectors.toSet());
        List<Answer> answers = new ArrayList<>(rows.stream().map(Row::answer).toList());
        rules.controls.stream()
                .filter(control -> listeners.contains(control.listener()))
                .forEach(answers::add);
        Map<String, Verdict> verdicts = rules.screening.verdicts(answers);
        List<Row> accepted = new ArrayList<>();
        for (Row row : rows) {
            if (verdicts.get(row.listener()) instanceof Excluded out) {
                excluded.merge(out.reason(), 1, Integer::sum);
            } else {
                accepted.add(row);
            }
        }
        return accepted;
    }

    private static MeanOpinionScore mean(List<Row> rows) {
        return MeanOpinionScore.of(rows.stream()
                .map(row -> new Rating(row.listener(), row.text(), row.score()))
                .toList());
    }
}
