package org.dengbej.systemtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.dengbej.local.stack.Stack;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static List<String> targets(Schedule schedule) {
        return schedule.faults().stream()
                .flatMap(fault -> fault.targets().stream())
                .toList();
    }

    @Test
    void theSameSeedKillsTheSamePartsAtTheSameTimes() {
        assertThat(Schedule.of(20, 7)).isEqualTo(Schedule.of(20, 7)).isNotEqualTo(Schedule.of(20, 8));
    }

    @Test
    void soManyKillsAsWereAskedForHitEveryPart() {
        for (long seed = 0; seed < 50; seed++) {
            assertThat(targets(Schedule.of(20, seed)))
                    .hasSize(20)
                    .containsAll(Stack.names())
                    .startsWith(Stack.DATA_PREP);
            assertThat(targets(Schedule.of(1, seed))).containsExactly(Stack.DATA_PREP);
        }
    }

    @Test
    void everythingRunsForAWhileBeforeTheNextBlow() {
        List<Schedule.Fault> faults = Schedule.of(20, 3).faults();
        assertThat(faults.subList(1, faults.size())).allSatisfy(fault -> {
            assertThat(fault.afterMs()).isBetween(2_000, 15_000);
            assertThat(fault.targets()).doesNotHaveDuplicates().hasSizeBetween(1, 2);
        });
    }

    @Test
    void twoPartsAreDownTogetherNowAndThen() {
        assertThat(LongStream.range(0, 10)
                        .mapToObj(seed -> Schedule.of(20, seed))
                        .flatMap(schedule -> schedule.faults().stream()))
                .anyMatch(fault -> fault.targets().size() == 2);
    }
}
