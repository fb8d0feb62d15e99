package org.dengbej.events;

import java.util.List;
import java.util.Map;

/**
 * Statistics of a prepared data set.
 *
 * @param clips       utterances kept
 * @param hours       of speech
 * @param meanSeconds of a clip
 * @param speakers    distinct client ids; 0 where the layout does not say
 * @param genders     clips by gender
 * @param firstTexts  the first texts, to look at; at most {@value #MAX_FIRST_TEXTS}
 * @param sound       measures of their sound; may be absent
 */
public record DatasetStatistics(
        int clips,
        double hours,
        double meanSeconds,
        int speakers,
        Map<String, Integer> genders,
        List<String> firstTexts,
        SoundStatistics sound) {

    public static final int MAX_FIRST_TEXTS = 5;

    /** Statistics without measures of the sound. */
    public DatasetStatistics(
            int clips,
            double hours,
            double meanSeconds,
            int speakers,
            Map<String, Integer> genders,
            List<String> firstTexts) {
        this(clips, hours, meanSeconds, speakers, genders, firstTexts, null);
    }

    public DatasetStatistics {
        Require.atLeast("DatasetStatistics", "clips", clips, 0);
        Require.atLeast("DatasetStatistics", "hours", hours, 0);
        Require.atLeast("DatasetStatistics", "meanSeconds", meanSeconds, 0);
        Require.atLeast("DatasetStatistics", "speakers", speakers, 0);
        genders = Require.map(genders);
        firstTexts = Require.list(firstTexts);
    }
}
