package org.dengbej.systemtests.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.dengbej.local.stack.Stack;

/**
 * When which parts are killed. The same number of kills and the same seed give the same schedule; every part has its turn, as long as
 * there are as many kills as parts.
 */
record Schedule(List<Fault> faults) {

    /**
     * One blow.
     *
     * @param targets one part, or two that are down together
     * @param afterMs since everything was ready
     * @param apartMs between the two
     * @param downMs  before they are started again
     */
    record Fault(List<String> targets, int afterMs, int apartMs, int downMs) {

        Fault {
            targets = List.copyOf(targets);
        }
    }

    private static final int MIN_AFTER_MS = 2_000;
    private static final int MAX_AFTER_MS = 15_000;
    private static final int MAX_APART_MS = 3_000;
    private static final int MAX_DOWN_MS = 4_000;

    /** Preparing the data set is over soon. */
    private static final int FIRST_MAX_AFTER_MS = 2_000;

    /** One blow in so many is a double one. */
    private static final int DOUBLE_OF = 4;

    Schedule {
        faults = List.copyOf(faults);
    }

    /** {@code kills}: at least 1. The first hits who prepares the data set, while it is prepared. */
    static Schedule of(int kills, long seed) {
        Random random = new Random(seed);
        List<String> targets = targets(kills, random);
        List<Fault> faults = new ArrayList<>();
        faults.add(fault(targets.subList(0, 1), 0, FIRST_MAX_AFTER_MS, random));
        for (int i = 1; i < kills; ) {
            boolean twice = random.nextInt(DOUBLE_OF) == 0
                    && i + 1 < kills
                    && !targets.get(i).equals(targets.get(i + 1));
            int next = i + (twice ? 2 : 1);
            faults.add(fault(targets.subList(i, next), MIN_AFTER_MS, MAX_AFTER_MS, random));
            i = next;
        }
        return new Schedule(faults);
    }

    private static List<String> targets(int kills, Random random) {
        List<String> rest = new ArrayList<>();
        while (rest.size() < kills) {
            List<String> parts = new ArrayList<>(Stack.names());
            Collections.shuffle(parts, random);
            rest.addAll(parts);
        }
        rest.remove(Stack.DATA_PREP);
        List<String> targets = new ArrayList<>(List.of(Stack.DATA_PREP));
        targets.addAll(rest.subList(0, kills - 1));
        return targets;
    }

    private static Fault fault(List<String> targets, int leastMs, int mostMs, Random random) {
        return new Fault(
                targets,
                leastMs + random.nextInt(mostMs - leastMs + 1),
                random.nextInt(MAX_APART_MS + 1),
                random.nextInt(MAX_DOWN_MS + 1));
    }
}
