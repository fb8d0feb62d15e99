package org.dengbej.systemtests.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dengbej.local.report.JsonReport;

/**
 * The outcome of a run with faults, as {@code chaos.json}.
 *
 * @param seed        of the faults
 * @param kills       of each part
 * @param batches     what is wrong with them, on the log and on the way to the weights
 * @param ratings     in their three places
 * @param corrections in their three places
 * @param referenceRun SHA-256 of the weights of the job that nobody disturbed
 * @param disturbed   SHA-256 of the weights of the same job under faults, each time that it was done
 * @param dataSets    that were prepared under faults
 * @param jobs        that were done under faults
 * @param seconds     in all
 */
public record ChaosReport(
        long seed,
        Map<String, Integer> kills,
        Anomalies batches,
        Submissions ratings,
        Submissions corrections,
        String referenceRun,
        List<String> disturbed,
        int dataSets,
        int jobs,
        double seconds) {

    private boolean sha256Equal() {
        return !disturbed.isEmpty() && disturbed.stream().allMatch(referenceRun::equals);
    }

    private long duplicates() {
        return ratings.duplicates() + corrections.duplicates();
    }

    /** True when nothing was lost and nothing counted twice. */
    public boolean clean() {
        return batches.equals(Anomalies.NONE)
                && ratings.lost() + corrections.lost() + duplicates() == 0
                && sha256Equal();
    }

    /** The report's place in a work folder, which is looked at before any work is done. */
    public static JsonReport in(Path folder) {
        return new JsonReport(folder.resolve("chaos.json"), "chaos");
    }

    public Path write(Path folder) throws IOException {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("seed", seed);
        report.put("kills", kills.values().stream().mapToInt(count -> count).sum());
        report.put("kills_by_part", kills);
        report.put("batches_lost", batches.lost());
        report.put("batches_applied_twice", batches.twice());
        report.put("ratings_lost", ratings.lost());
        report.put("corrections_lost", corrections.lost());
        report.put("duplicates", duplicates());
        report.put("sha256_equal", sha256Equal());
        report.put("sha256_undisturbed", referenceRun);
        report.put("sha256_disturbed", disturbed);
        report.put("data_sets", dataSets);
        report.put("jobs", jobs);
        report.put("ratings", ratings.acknowledged().stream().distinct().count());
        report.put("corrections", corrections.acknowledged().stream().distinct().count());
        report.put("seconds", seconds);
        JsonReport file = in(folder);
        file.write(report);
        return file.file();
    }
}
