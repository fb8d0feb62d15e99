package org.dengbej.prep.shard;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dengbej.events.DatasetFailed;
import org.dengbej.events.DatasetPlanned;
import org.dengbej.events.DatasetPrepared;
import org.dengbej.events.DatasetStatistics;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.PrepareShard;
import org.dengbej.events.RejectedUtterance;
import org.dengbej.events.ShardFailed;
import org.dengbej.events.ShardPrepared;
import org.dengbej.events.ShardResult;
import org.dengbej.prep.preparation.ReportFolder;
import org.dengbej.prep.report.JoinedReport;
import org.dengbej.prep.report.PreparationReport;
import org.dengbej.prep.report.ReportSummary;
import org.dengbej.prep.shard.ShardDecision.Completed;
import org.dengbej.prep.shard.ShardDecision.Continued;
import org.dengbej.prep.shard.ShardDecision.Dropped;
import org.dengbej.prep.shard.ShardDecision.Failed;
import org.dengbej.prep.shard.ShardDecision.NothingKept;

/**
 * The state of a preparation in shards: a fold over its events in the order of the log. What follows from each is decided by those
 * before it alone, so that whoever reads them again decides the same.
 *
 * <p>A window of shards is under way at a time, and each that is ready brings the next one: another data set's shards wait for a
 * window, not for a whole data set. A request for a number of utterances has a window of one, as a shard must know how many are left.
 */
public final class ShardedPreparation {

    private final DatasetPlanned plan;
    private final long plannedOffset;
    private final long plannedMs;
    private final int window;
    private final ShardStatistics sums = new ShardStatistics();
    private final Set<Integer> prepared = new HashSet<>();
    private int sampleRateHz;
    private long decidedOffset = -1;
    private ShardDecision decided;
    private boolean completed;
    private boolean failed;

    /**
     * @param plannedOffset where the plan lies in its partition
     * @param plannedMs     when it was written there, in milliseconds of the epoch
     * @param maxWindow     shards that are under way at most
     */
    public ShardedPreparation(DatasetPlanned plan, long plannedOffset, long plannedMs, int maxWindow) {
        this.plan = plan;
        this.plannedOffset = plannedOffset;
        this.plannedMs = plannedMs;
        this.window = plan.request().maxUtterances() > 0 ? 1 : maxWindow;
    }

    public PrepareDataset request() {
        return plan.request();
    }

    /** The preparation's id. */
    public String id() {
        return plan.preparation();
    }

    /** The time when it was planned, in milliseconds of the epoch. */
    public long plannedMs() {
        return plannedMs;
    }

    /** Recordings of the source. */
    public int total() {
        return plan.recordings();
    }

    /** Recordings that were looked at in the shards that are ready. */
    public int recordings() {
        return sums.recordings();
    }

    /** The shards with which it begins. */
    public List<PrepareShard> first() {
        return IntStream.range(0, Math.min(window, plan.shards().size()))
                .mapToObj(this::shard)
                .toList();
    }

    private PrepareShard shard(int number) {
        int max = plan.request().maxUtterances();
        return new PrepareShard(
                plan.dataset(),
                plan.preparation(),
                plannedOffset,
                plan.request(),
                plan.fingerprint(),
                number,
                plan.shards().get(number),
                max == 0 ? 0 : max - sums.clips());
    }

    /**
     * Takes the next result, in the order of the log. The same one again, since it could not be answered, has the same answer.
     *
     * @param offset where the result lies
     */
    public ShardDecision take(ShardResult result, long offset) {
        if (offset != decidedOffset) {
            decided = decide(result);
            decidedOffset = offset;
        }
        return decided;
    }

    private ShardDecision decide(ShardResult result) {
        ShardDecision decision = failed ? new Dropped() : decideUnlessFailed(result);
        failed |= decision instanceof Failed;
        completed |= decision instanceof Completed || decision instanceof NothingKept;
        return decision;
    }

    /** A failure after the last shard was prepared is one of joining them. */
    private ShardDecision decideUnlessFailed(ShardResult result) {
        if (result instanceof ShardFailed failure) {
            return failed(failure.reason(), failure.defect());
        }
        return completed || prepared.contains(result.shard()) ? new Dropped() : decide((ShardPrepared) result);
    }

    private ShardDecision decide(ShardPrepared shard) {
        if (!prepared.isEmpty() && shard.sampleRateHz() != sampleRateHz) {
            return failed(
                    "[%s] the voice %s changed from %d Hz to %d Hz while the data set was prepared; send the request again"
                            .formatted(plan.dataset(), plan.request().model(), sampleRateHz, shard.sampleRateHz()),
                    false);
        }
        sampleRateHz = shard.sampleRateHz();
        prepared.add(shard.shard());
        sums.add(shard);
        int max = plan.request().maxUtterances();
        int shards = plan.shards().size();
        if (prepared.size() == shards || max > 0 && sums.clips() >= max) {
            return completed();
        }
        int next = shard.shard() + window;
        return new Continued(next < shards ? List.of(shard(next)) : List.of());
    }

    private Failed failed(String reason, boolean defect) {
        return new Failed(new DatasetFailed(plan.dataset(), plan.request().id(), reason), defect);
    }

    private ShardDecision completed() {
        Map<String, Integer> rejected = sums.rejected();
        if (sums.clips() == 0) {
            return new NothingKept(failed(nothingKept(rejected), false).failed(), prepared.size());
        }
        return new Completed(
                new DatasetPrepared(
                        plan.dataset(),
                        plan.request().id(),
                        sampleRateHz,
                        sums.batches(),
                        sums.frames(),
                        sums.statistics(),
                        sums.ranges(),
                        rejected,
                        sums.rejections(),
                        plan.layout(),
                        sums.dropped(),
                        batchKey(plan.dataset(), plan.preparation()),
                        unused(),
                        sums.speakers(plan.selection()),
                        plan.request().reportedAt()),
                prepared.size());
    }

    private int unused() {
        return plan.recordings() - sums.recordings();
    }

    /** The report of the shards that are ready. */
    public JoinedReport report() {
        DatasetStatistics kept = sums.statistics();
        return new JoinedReport(
                new ReportSummary(
                        plan.dataset(),
                        plan.request().source().toString(),
                        Objects.requireNonNullElse(plan.layout(), ""),
                        kept.clips(),
                        kept.hours(),
                        unused(),
                        Optional.ofNullable(plan.selection()).stream().toList()),
                sums.speakers(plan.selection()));
    }

    private String nothingKept(Map<String, Integer> rejected) {
        return "[%s] no utterance is left of %s; rejected: %s, e.g. %s;%s correct the source, or ask for milder filters"
                .formatted(
                        plan.dataset(),
                        plan.request().source(),
                        rejected,
                        sums.rejections().stream()
                                .collect(Collectors.toMap(
                                        RejectedUtterance::reason,
                                        ShardedPreparation::example,
                                        (a, b) -> a,
                                        TreeMap::new))
                                .values(),
                        ReportFolder.requestedBy(plan.request())
                                .map(folder -> " all rejections: %s;"
                                        .formatted(folder.path().resolve(PreparationReport.REJECTED)))
                                .orElse(""));
    }

    private static String example(RejectedUtterance utterance) {
        return "%s (%s: %s)".formatted(utterance.utteranceId(), utterance.reason(), utterance.detail());
    }

    /** The key of a sharded preparation's batches, which no other preparation's have: those of one that failed lie on the log too. */
    public static String batchKey(String dataset, String preparation) {
        return dataset + "/" + preparation;
    }
}
