package org.dengbej.feedback.studio;

import java.util.Locale;
import org.dengbej.feedback.opinion.Opinions;
import org.dengbej.feedback.statistics.Interval;
import org.dengbej.feedback.statistics.MeanOpinionScore;
import org.dengbej.feedback.statistics.WinRate;

/**
 * A number with its interval, as pages show it.
 *
 * @param value     of the estimate
 * @param interval  its 95 % interval
 * @param answers   ratings or votes that it comes from
 * @param listeners who gave them
 */
public record ScoreView(String value, String interval, int answers, int listeners) {

    /** The mean opinion score; null while there is none. */
    static ScoreView of(Opinions opinions) {
        return opinions.score().map(ScoreView::of).orElse(null);
    }

    private static ScoreView of(MeanOpinionScore score) {
        return new ScoreView(
                format("%.2f", score.mean()), interval(score.interval(), "%.2f"), score.ratings(), score.listeners());
    }

    /** The win rate in percent; null while nobody has compared. */
    static ScoreView of(WinRate winRate) {
        if (winRate.votes() == 0) {
            return null;
        }
        Interval percent = new Interval(
                100 * winRate.interval().lower(), 100 * winRate.interval().upper());
        return new ScoreView(
                format("%.0f %%", 100 * winRate.rate()),
                interval(percent, "%.0f %%"),
                winRate.votes(),
                winRate.listeners());
    }

    private static String interval(Interval interval, String format) {
        return format(format, interval.lower()) + " to " + format(format, interval.upper());
    }

    private static String format(String format, double number) {
        return String.format(Locale.ROOT, format, number);
    }
}
