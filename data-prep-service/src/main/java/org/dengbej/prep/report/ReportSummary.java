package org.dengbej.prep.report;

import java.util.List;

/**
 * The head of a report.
 *
 * @param dataset     name of the data set
 * @param source      where the recordings were read
 * @param description the layout that the source was taken for, and why
 * @param clips       kept
 * @param hours       kept
 * @param unused      recordings that were not needed
 * @param notes       for people, e.g. which speaker was chosen
 */
public record ReportSummary(
        String dataset, String source, String description, int clips, double hours, int unused, List<String> notes) {

    public ReportSummary {
        notes = List.copyOf(notes);
    }
}
