package org.dengbej.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildJvmTest {

    private static final long STOP_MS = 20_000;

    @TempDir
    Path folder;

    /** Leaves a file, and stays. */
    public static final class Child {

        private Child() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            Files.createFile(Path.of(arguments[0]));
            TimeUnit.HOURS.sleep(1);
        }
    }

    /** Starts the child, as a launcher does, and ends as a crash would. */
    public static final class Launcher {

        private Launcher() {}

        public static void main(String[] arguments) {
            child(Path.of(arguments[0])).start();
            Runtime.getRuntime().halt(1);
        }
    }

    private static Path ran(Path folder) {
        return folder.resolve("ran");
    }

    private static PidFile pidFile(Path folder) {
        return new PidFile(folder.resolve("run/child.pid"));
    }

    private static ChildJvm child(Path folder) {
        return new ChildJvm(
                List.of("-Xmx32m"),
                ChildJvm.mainClass(Child.class, ran(folder)),
                folder.resolve("child.log"),
                new Lifetime.Detached(pidFile(folder)));
    }

    @Test
    void aDetachedChildIsNamedByItsPidFileAndOutlivesALauncherThatCrashes() throws IOException {
        // When
        Process launcher = new ChildJvm(
                        List.of("-Xmx32m"),
                        ChildJvm.mainClass(Launcher.class, folder),
                        folder.resolve("launcher.log"),
                        Lifetime.WITH_PARENT)
                .start();
        launcher.onExit().join();

        // Then
        ProcessHandle child = pidFile(folder).process().orElseThrow();
        try {
            ReadinessCheck.await(
                    "child",
                    child,
                    folder.resolve("child.log"),
                    EmbeddedKafka.READY_TIMEOUT,
                    () -> Files.exists(ran(folder)));
        } finally {
            ChildJvm.stop(child, STOP_MS);
        }
        assertThat(pidFile(folder).process()).isEmpty();
    }

    @Test
    void aChildWhosePidCannotBeNotedNeverRuns() throws IOException {
        // Given a file where the pid file's folder would be
        Files.createFile(folder.resolve("run"));

        // When
        assertThatThrownBy(() -> child(folder).start()).isInstanceOf(UncheckedIOException.class);

        // Then
        ProcessHandle.current().children().forEach(child -> child.onExit().join());
        assertThat(ran(folder)).doesNotExist();
    }
}
