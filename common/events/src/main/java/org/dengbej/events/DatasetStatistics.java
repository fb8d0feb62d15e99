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
 * @param firstTexts  some texts, to look at
 */
public record DatasetStatistics(
        int clips,
        double hours,
        double meanSeconds,
        int speakers,
        Map<String, Integer> genders,
        List<String> firstTexts) {

    public DatasetStatistics {
        Require.atLeast("DatasetStatistics", "clips", clips, 0);
        Require.atLeast("DatasetStatistics", "hours", hours, 0);
        Require.atLeast("DatasetStatistics", "meanSeconds", meanSeconds, 0);
        Require.atLeast("DatasetStatistics", "speakers", speakers, 0);
        genders = Require.map(genders);
        firstTexts = Require.list(firstTexts);
    }
}
