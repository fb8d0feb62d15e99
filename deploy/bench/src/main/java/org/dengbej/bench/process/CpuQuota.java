package org.dengbej.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.dengbej.local.CommandException;

/**
 * A CPU quota of a process and all its threads: a control group of its own with CFS bandwidth control, by the kernel's
 * {@code cpu.cfs_quota_us} (cgroup v1) or {@code cpu.max} (v2). Needs root.
 */
final class CpuQuota implements AutoCloseable {

    private static final Path V1 = Path.of("/sys/fs/cgroup/cpu");
    private static final Path V2 = Path.of("/sys/fs/cgroup");
    private static final int PERIOD_US = 100_000;
    private static final Duration REMOVE_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration REMOVE_INTERVAL = Duration.ofMillis(50);

    private final Path group;

    private CpuQuota(Path group) {
        this.group = group;
    }

    /**
     * Limits a process.
     *
     * @param cores processor seconds that it gets in each second; may be below 1
     * @throws CommandException when this machine gives no quotas to its users
     */
    static CpuQuota limit(ProcessHandle process, double cores) {
        boolean v1 = Files.exists(V1.resolve("cpu.cfs_quota_us"));
        Path group = (v1 ? V1 : V2).resolve("dengbej-bench-" + process.pid());
        int quotaUs = (int) Math.round(cores * PERIOD_US);
        try {
            Files.createDirectory(group);
            if (v1) {
                Files.writeString(group.resolve("cpu.cfs_period_us"), Integer.toString(PERIOD_US));
                Files.writeString(group.resolve("cpu.cfs_quota_us"), Integer.toString(quotaUs));
            } else {
                Files.writeString(group.resolve("cpu.max"), "%d %d".formatted(quotaUs, PERIOD_US));
            }
            Files.writeString(group.resolve("cgroup.procs"), Long.toString(process.pid()));
            return new CpuQuota(group);
        } catch (IOException e) {
            throw new CommandException(
                    "[%s] a CPU quota of %.2f cores cannot be set (%s); run as root, on a kernel with cgroups"
                            .formatted(group, cores, e));
        }
    }

    /** Removes the control group; its process has been told to end, and leaves it when the kernel is done with it. */
    @Override
    public void close() {
        long deadlineNanos = System.nanoTime() + REMOVE_TIMEOUT.toNanos();
        while (!isRemoved()) {
            if (System.nanoTime() > deadlineNanos) {
                throw new CommandException("[%s] the control group cannot be removed: processes are in it after %d s"
                        .formatted(group, REMOVE_TIMEOUT.toSeconds()));
            }
            LockSupport.parkNanos(REMOVE_INTERVAL.toNanos());
        }
    }

    private boolean isRemoved() {
        try {
            Files.deleteIfExists(group);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
