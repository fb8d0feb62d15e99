package org.dengbej.systemtests.chaos;

import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.dengbej.local.CommandException;
import org.dengbej.local.stack.Stack;

/** Kills parts of a stack by a schedule, and starts them again, in a thread of its own. */
public final class FaultInjector {

    private static final long END_MS = 10_000;

    private final Stack stack;
    private final Schedule schedule;
    private final Consumer<String> before;
    private final PrintWriter out;
    private final Map<String, Integer> kills = new ConcurrentSkipListMap<>();
    private final Thread thread = new Thread(this::run, "fault-injector");
    private volatile RuntimeException failure;

    /** {@code before}: told of each part a moment before it is killed, to give it something to do. */
    public FaultInjector(Stack stack, int kills, long seed, Consumer<String> before, PrintWriter out) {
        this.stack = stack;
        this.schedule = Schedule.of(kills, seed);
        this.before = before;
        this.out = out;
        thread.setDaemon(true);
    }

    public void begin() {
        thread.start();
    }

    /** Ends it where it is, so that nothing is started any more. */
    public void end() {
        thread.interrupt();
        try {
            thread.join(END_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** True when all parts that were to be killed have been, and everything runs again. */
    public boolean over() {
        return !thread.isAlive();
    }

    /** The kills of each part. */
    public Map<String, Integer> kills() {
        return new TreeMap<>(kills);
    }

    /** Throws when something did not come back. */
    public void check() {
        if (failure != null) {
            throw failure;
        }
    }

    private void run() {
        try {
            for (Schedule.Fault fault : schedule.faults()) {
                TimeUnit.MILLISECONDS.sleep(fault.afterMs());
                fault(fault);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = new CommandException("interrupted");
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void fault(Schedule.Fault fault) throws InterruptedException {
        out.printf("Killing %s%n", String.join(" and ", fault.targets()));
        out.flush();
        fault.targets().forEach(before);
        for (String target : fault.targets()) {
            TimeUnit.MILLISECONDS.sleep(fault.apartMs());
            stack.kill(target);
            kills.merge(target, 1, Integer::sum);
        }
        TimeUnit.MILLISECONDS.sleep(fault.downMs());
        stack.restart();
    }
}
