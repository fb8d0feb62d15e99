package org.dengbej.prep.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dengbej.events.DatasetPlanned;
import org.dengbej.events.DatasetPrepared;
import org.dengbej.events.DatasetStatistics;
import org.dengbej.events.OffsetRange;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.PrepareShard;
import org.dengbej.events.RejectedUtterance;
import org.dengbej.events.ShardFailed;
import org.dengbej.events.ShardPrepared;
import org.dengbej.events.ShardRange;
import org.dengbej.events.SpeakerHours;
import org.dengbej.events.Topics;
import org.dengbej.prep.report.ReportSummary;
import org.dengbej.prep.shard.ShardDecision.Completed;
import org.dengbej.prep.shard.ShardDecision.Continued;
import org.dengbej.prep.shard.ShardDecision.Dropped;
import org.dengbej.prep.shard.ShardDecision.Failed;
import org.dengbej.prep.shard.ShardDecision.NothingKept;
import org.junit.jupiter.api.Test;

class ShardedPreparationTest {

    private static final int WINDOW = 3;

    private static DatasetPlanned plan(int shards, int maxUtterances) {
        PrepareDataset request = new PrepareDataset(
                "kmr", URI.create("file:///s"), "pairs", "voice", null, null, null, null, maxUtterances, 1, null);
        List<ShardRange> ranges = IntStream.range(0, shards)
                .mapToObj(shard -> new ShardRange(shard * 10, 10))
                .toList();
        return new DatasetPlanned("kmr", "2-17", request, shards * 10, "ab", "taken for pairs", "everybody", ranges);
    }

    private static ShardedPreparation begun(int shards, int maxUtterances) {
        return new ShardedPreparation(plan(shards, maxUtterances), 5, 0, WINDOW);
    }

    private static ShardPrepared prepared(int shard, int clips) {
        return new ShardPrepared(
                "kmr",
                "2-17",
                5,
                shard,
                10,
                16_000,
                clips == 0 ? 0 : 2,
                100L * clips,
                new DatasetStatistics(
                        clips,
                        clips / 3600.0,
                        1,
                        1,
                        clips == 0 ? Map.of() : Map.of("female", clips),
                        clips == 0 ? List.of() : List.of("text " + shard)),
                clips == 0 ? List.of() : List.of(new SpeakerHours("speaker " + shard % 2, clips, clips / 3600.0, true)),
                clips == 0
                        ? List.of()
                        : List.of(new OffsetRange(Topics.BATCHES, 1, 100 - shard * 3, 102 - shard * 3, 2)),
                Map.of("too-short", 10 - clips),
                List.of(new RejectedUtterance("r" + shard, "too-short", "0.5 s", null, null)),
                Map.of("ł", 1));
    }

    private static List<Integer> shards(List<PrepareShard> shards) {
        return shards.stream().map(PrepareShard::shard).toList();
    }

    @Test
    void aWindowOfShardsIsUnderWayAndEachThatIsReadyBringsTheNext() {
        ShardedPreparation preparation = begun(5, 0);
        assertThat(shards(preparation.first())).containsExactly(0, 1, 2);
        assertThat(((Continued) preparation.take(prepared(1, 8), 6)).next())
                .singleElement()
                .satisfies(next -> {
                    assertThat(next.shard()).isEqualTo(4);
                    assertThat(next.range()).isEqualTo(new ShardRange(40, 10));
                    assertThat(next.plannedOffset()).isEqualTo(5);
                    assertThat(next.maxUtterances()).isZero();
                });
        assertThat(((Continued) preparation.take(prepared(2, 8), 7)).next()).isEmpty();
        assertThat(preparation.recordings()).isEqualTo(20);
        assertThat(preparation.total()).isEqualTo(50);
    }

    private static DatasetPrepared joined(List<Integer> order) {
        ShardedPreparation preparation = begun(order.size(), 0);
        ShardDecision last = null;
        for (int i = 0; i < order.size(); i++) {
            last = preparation.take(prepared(order.get(i), 8), 10 + i);
            assertThat(last instanceof Completed).isEqualTo(i == order.size() - 1);
        }
        assertThat(((Completed) last).shards()).isEqualTo(order.size());
        return ((Completed) last).prepared();
    }

    @Test
    void theDataSetIsTheSameInWhicheverOrderItsShardsAreReady() {
        List<Integer> order = new ArrayList<>(IntStream.range(0, 9).boxed().toList());
        DatasetPrepared inOrder = joined(order);
        assertThat(inOrder.batches()).isEqualTo(18);
        assertThat(inOrder.frames()).isEqualTo(7200);
        assertThat(inOrder.statistics().clips()).isEqualTo(72);
        assertThat(inOrder.statistics().speakers()).isEqualTo(2);
        assertThat(inOrder.statistics().meanSeconds()).isCloseTo(1, within(1e-9));
        assertThat(inOrder.statistics().firstTexts()).containsExactly("text 0", "text 1", "text 2", "text 3", "text 4");
        assertThat(inOrder.statistics().genders()).isEqualTo(Map.of("female", 72));
        assertThat(inOrder.ranges()).containsExactly(new OffsetRange(Topics.BATCHES, 1, 76, 102, 18));
        assertThat(inOrder.rejected()).isEqualTo(Map.of("too-short", 18));
        assertThat(inOrder.rejections())
                .extracting(RejectedUtterance::utteranceId)
                .startsWith("r0", "r1")
                .hasSize(9);
        assertThat(inOrder.dropped()).isEqualTo(Map.of("ł", 9));
        assertThat(inOrder.batchKey()).isEqualTo("kmr/2-17");
        assertThat(inOrder.layout()).isEqualTo("taken for pairs");
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(order, new Random(seed));
            DatasetPrepared shuffled = joined(order);
            assertThat(shuffled.rejections()).isEqualTo(inOrder.rejections());
            assertThat(shuffled.statistics().firstTexts())
                    .isEqualTo(inOrder.statistics().firstTexts());
            assertThat(shuffled.ranges()).isEqualTo(inOrder.ranges());
        }
    }

    private static ShardPrepared rejecting(int shard, List<RejectedUtterance> rejections) {
        ShardPrepared of = prepared(shard, 8);
        return new ShardPrepared(
                of.dataset(),
                of.preparation(),
                of.plannedOffset(),
                of.shard(),
                of.recordings(),
                of.sampleRateHz(),
                of.batches(),
                of.frames(),
                of.statistics(),
                of.speakers(),
                of.ranges(),
                rejections.stream().collect(Collectors.toMap(RejectedUtterance::reason, rejection -> 1, Integer::sum)),
                rejections,
                of.dropped());
    }

    private static List<RejectedUtterance> rejections(int shard, String reason, int count, String detail) {
        return IntStream.range(0, count)
                .mapToObj(
                        i -> new RejectedUtterance("%d-%s-%d".formatted(shard, reason, i), reason, detail, null, null))
                .toList();
    }

    private static List<RejectedUtterance> all(List<List<RejectedUtterance>> lists) {
        return lists.stream().flatMap(List::stream).toList();
    }

    private static List<RejectedUtterance> listed(List<List<RejectedUtterance>> shards, long seed) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, shards.size()).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        ShardedPreparation preparation = begun(shards.size(), 0);
        ShardDecision last = null;
        for (int i = 0; i < order.size(); i++) {
            last = preparation.take(rejecting(order.get(i), shards.get(order.get(i))), 10 + i);
        }
        return ((Completed) last).prepared().rejections();
    }

    @Test
    void theFirstThousandRejectionsAreListedAndThreeOfEachReasonWhereverTheyAre() {
        // Given reasons that come first when a thousand others are listed, three of them in two shards
        List<List<RejectedUtterance>> shards = List.of(
                rejections(0, "too-short", 700, "0.5 s"),
                all(List.of(rejections(1, "too-short", 400, "0.5 s"), rejections(1, "silent", 5, "-90 LUFS"))),
                rejections(2, "clipped", 2, "8 %"),
                all(List.of(rejections(3, "clipped", 2, "8 %"), rejections(3, "too-short", 9, "0.5 s"))));

        for (int seed = 0; seed < 20; seed++) {
            // When
            List<RejectedUtterance> listed = listed(shards, seed);

            // Then
            assertThat(listed.subList(0, 1000)).isEqualTo(all(shards).subList(0, 1000));
            assertThat(listed.subList(1000, listed.size()))
                    .extracting(RejectedUtterance::utteranceId)
                    .containsExactly(
                            "1-silent-0", "1-silent-1", "1-silent-2", "2-clipped-0", "2-clipped-1", "3-clipped-0");
        }
    }

    @Test
    void rejectionsWithLongNamesFitIntoOneEvent() {
        List<List<RejectedUtterance>> shards = List.of(
                rejections(0, "too-short", 1000, "ی".repeat(400)),
                rejections(1, "too-short", 1000, "ی".repeat(400)),
                rejections(2, "silent", 3, "ی".repeat(400)));
        List<RejectedUtterance> listed = listed(shards, 1);
        assertThat(listed).isEqualTo(listed(shards, 2)).hasSizeGreaterThan(500).hasSizeLessThan(1000);
        assertThat(listed.subList(0, 500)).isEqualTo(shards.get(0).subList(0, 500));
        assertThat(listed).endsWith(shards.get(2).toArray(RejectedUtterance[]::new));
    }

    @Test
    void theSameResultTakenAgainHasTheSameAnswerAndAnotherOfItsShardNone() {
        ShardedPreparation preparation = begun(5, 0);
        ShardDecision decision = preparation.take(prepared(0, 8), 6);
        assertThat(preparation.take(prepared(0, 8), 6)).isEqualTo(decision);
        assertThat(preparation.recordings()).isEqualTo(10);
        assertThat(preparation.take(prepared(0, 8), 7)).isInstanceOf(Dropped.class);
        assertThat(preparation.recordings()).isEqualTo(10);
    }

    @Test
    void whoReadsTheSameResultsAgainDecidesTheSame() {
        ShardedPreparation first = begun(7, 0);
        first.take(prepared(2, 8), 6);
        first.take(prepared(0, 8), 8);
        ShardedPreparation second = begun(7, 0);
        second.take(prepared(2, 8), 6);
        second.take(prepared(0, 8), 8);
        assertThat(second.take(prepared(1, 8), 9)).isEqualTo(first.take(prepared(1, 8), 9));
    }

    @Test
    void aShardThatFailsFailsItsDataSetAndTheOthersAreDropped() {
        ShardedPreparation preparation = begun(5, 0);
        Failed failed = (Failed) preparation.take(new ShardFailed("kmr", "2-17", 5, 1, "no room on the disk", true), 6);
        assertThat(failed.failed().reason()).isEqualTo("no room on the disk");
        assertThat(failed.failed().request()).isEqualTo(preparation.request().id());
        assertThat(failed.defect()).isTrue();
        assertThat(preparation.take(prepared(0, 8), 7)).isInstanceOf(Dropped.class);
        assertThat(preparation.take(new ShardFailed("kmr", "2-17", 5, 2, "again", false), 8))
                .isInstanceOf(Dropped.class);
    }

    @Test
    void aFailureAfterTheLastShardIsOneOfJoiningThem() {
        ShardedPreparation preparation = begun(1, 0);
        assertThat(preparation.take(prepared(0, 8), 6)).isInstanceOf(Completed.class);
        assertThat(preparation.take(new ShardFailed("kmr", "2-17", 5, 0, "no room for the export", false), 7))
                .isInstanceOf(Failed.class);
        assertThat(preparation.take(new ShardFailed("kmr", "2-17", 5, 0, "again", false), 8))
                .isInstanceOf(Dropped.class);
    }

    @Test
    void aNumberOfUtterancesIsCountedFromShardToShard() {
        ShardedPreparation preparation = begun(5, 12);
        assertThat(preparation.first()).extracting(PrepareShard::maxUtterances).containsExactly(12);
        assertThat(((Continued) preparation.take(prepared(0, 8), 6)).next())
                .extracting(PrepareShard::maxUtterances)
                .containsExactly(4);
        Completed completed = (Completed) preparation.take(prepared(1, 4), 7);
        assertThat(completed.prepared().statistics().clips()).isEqualTo(12);
        assertThat(completed.shards()).isEqualTo(2);
    }

    @Test
    void aDataSetOfWhichNothingIsLeftFails() {
        ShardedPreparation preparation = begun(2, 0);
        preparation.take(prepared(1, 0), 6);
        NothingKept nothing = (NothingKept) preparation.take(prepared(0, 0), 7);
        assertThat(nothing.failed().reason()).contains("no utterance is left", "too-short=20");
        assertThat(nothing.shards()).isEqualTo(2);
        assertThat(preparation.take(prepared(1, 0), 8)).isInstanceOf(Dropped.class);
    }

    @Test
    void aReportThatCannotBeWrittenOfADataSetOfWhichNothingIsLeftIsAnswered() {
        ShardedPreparation preparation = begun(1, 0);
        preparation.take(prepared(0, 0), 6);
        ShardFailed noRoom = new ShardFailed("kmr", "2-17", 5, 0, "no room for the report", false);
        assertThat(preparation.take(noRoom, 7)).isInstanceOf(Failed.class);
        assertThat(preparation.take(noRoom, 8)).isInstanceOf(Dropped.class);
    }

    @Test
    void theSumsOfTheReportClose() {
        ShardedPreparation preparation = begun(5, 12);
        preparation.take(prepared(0, 8), 6);
        preparation.take(prepared(1, 4), 7);
        ReportSummary summary = preparation.report().summary();
        assertThat(summary.clips()).isEqualTo(12);
        assertThat(summary.unused()).isEqualTo(30);
        assertThat(summary.hours()).isCloseTo(12 / 3600.0, within(1e-9));
        assertThat(summary.description()).isEqualTo("taken for pairs");
        assertThat(summary.notes()).containsExactly("everybody");
        assertThat(preparation.report().speakers().most())
                .extracting(SpeakerHours::speaker, SpeakerHours::clips)
                .containsExactly(tuple("speaker 0", 8), tuple("speaker 1", 4));
    }
}
