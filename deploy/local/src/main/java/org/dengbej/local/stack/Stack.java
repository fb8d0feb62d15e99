package org.dengbej.local.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.dengbej.embedded.ChildJvm;
import org.dengbej.embedded.EmbeddedPostgres;
import org.dengbej.embedded.FolderHeldException;
import org.dengbej.embedded.FolderLock;
import org.dengbej.embedded.FreePorts;
import org.dengbej.embedded.Lifetime;
import org.dengbej.embedded.ReadinessCheck;
import org.dengbej.events.Topics;
import org.dengbej.local.CommandException;
import org.dengbej.messaging.TopicAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole system as processes of this machine. They outlive the command that started them, unless it stops them. */
public final class Stack {

    public static final String KAFKA = "kafka";
    public static final String POSTGRES = "postgres";
    public static final String DATA_PREP = "data-prep-service";
    public static final String TRAINER = "trainer-service";
    public static final String FEEDBACK = "feedback-service";

    private static final Logger LOG = LoggerFactory.getLogger(Stack.class);
    private static final long STOP_MS = 60_000;
    private static final long POLL_MS = 100;

    /** The longest wait for the work folder: who stops parts may wait for each of them. */
    private static final Duration HOLD_TIMEOUT = Duration.ofMinutes(3);

    /** The restarts by one command; what ends more often than that has a reason that a start does not mend. */
    private static final int MAX_RESTARTS = 5;

    private final Path home;
    private final WorkFolder work;
    private final StackOptions options;
    private final ReentrantLock changing = new ReentrantLock();
    private volatile boolean stopped;
    private volatile boolean stoppedByAnother;
    private int restarts;

    /** {@code home}: of the build, where the services' programs lie. */
    public Stack(Path home, WorkFolder work, StackOptions options) {
        this.home = home;
        this.work = work;
        this.options = options;
    }

    public WorkFolder work() {
        return work;
    }

    public Path home() {
        return home;
    }

    /** True when it is to run and every part's process lives. */
    public boolean up() {
        return Files.exists(work.ports())
                && ended().isEmpty()
                && work.stoppedBy().isEmpty();
    }

    /** True when any part's process lives. */
    public boolean anyRuns() {
        return names().stream().anyMatch(name -> work.process(name).isPresent());
    }

    /** Its parts that do not run. */
    private List<String> ended() {
        return names().stream()
                .filter(name -> !name.equals(options.without()))
                .filter(name -> work.process(name).isEmpty())
                .toList();
    }

    /**
     * Starts what does not run and waits until all of it is ready.
     *
     * @throws FolderHeldException when another process is starting or stopping parts here
     * @throws CommandException    when the stack is stopped meanwhile
     */
    public void start() {
        change(() -> {
            work.deleteStopNote();
            startParts();
        });
    }

    /**
     * Starts what was ended on purpose, as {@link #start} does, unless the stack was stopped.
     *
     * @throws FolderHeldException when another process is starting or stopping parts here
     * @throws CommandException    when the stack was stopped
     */
    public void restart() {
        change(this::startParts);
    }

    /** One change at a time, by one thread of one process. */
    private void change(Runnable change) {
        changing.lock();
        try (FolderLock held = hold()) {
            change.run();
        } finally {
            changing.unlock();
        }
    }

    private FolderLock hold() {
        return FolderLock.acquire(work.path(), options.command());
    }

    private void startParts() {
        refuseMove();
        Ports ports = Ports.keptOrChosen(work.ports(), options.feedbackPort());
        startParts(List.of(new Broker(work.kafka(), ports.kafka()), new Database(work.postgres(), ports.postgres())));
        refuseIfStopped();
        TopicAdmin.createMissing(bootstrapServers(), Topics.all());
        startParts(services(ports).stream()
                .filter(service -> !service.name().equals(options.without()))
                .map(Part.class::cast)
                .toList());
    }

    private void startParts(List<Part> parts) {
        Map<Part, ProcessHandle> processes = new LinkedHashMap<>();
        for (Part part : parts) {
            refuseIfStopped();
            processes.put(part, work.process(part.name()).orElseGet(() -> launch(part)));
        }
        processes.forEach((part, process) ->
                ReadinessCheck.await(part.name(), process, work.log(part.name()), part.readyTimeout(), () -> {
                    refuseIfStopped();
                    return part.ready();
                }));
    }

    private ProcessHandle launch(Part part) {
        if (part instanceof Database) {
            EmbeddedPostgres.stopServer(work.postgres()); // of a minder that was killed
        }
        if (!FreePorts.free(part.port())) {
            // Whatever answers there would be taken for the part.
            throw new CommandException(
                    "[%s] another program listens on port %d, which is that of %s; end it, or choose new ports by deleting %s"
                            .formatted(work.path(), part.port(), part.name(), work.ports()));
        }
        return part.launch(work.log(part.name()), new Lifetime.Detached(work.pidFile(part.name())));
    }

    private void refuseMove() {
        Integer wanted = options.feedbackPort();
        if (wanted != null && work.process(FEEDBACK).isPresent() && ports().feedback() != wanted) {
            throw new CommandException(
                    "[%s] the rating page is up on port %d, port %d was asked for; stop it first, with down"
                            .formatted(work.path(), ports().feedback(), wanted));
        }
    }

    private void refuseIfStopped() {
        if (stopped) {
            throw new CommandException("[%s] the stack is stopped".formatted(work.path()));
        }
        work.stoppedBy().ifPresent(by -> {
            stoppedByAnother = true;
            throw new CommandException("[%s] the stack was stopped by %s; the job is resumed when it is up again"
                    .formatted(work.path(), by));
        });
    }

    /**
     * Stops all of it, services first, so that they can still say good-bye. Nothing is started through this object any more, and who
     * starts parts or waits for a job in another process finds out why they end.
     *
     * @throws FolderHeldException when another process goes on starting or stopping parts here
     */
    public void stop() {
        stopped = true;
        if (!work.used()) {
            return;
        }
        noteStop(); // ends who starts parts, and would hold the folder
        changing.lock();
        try (FolderLock held = holdSoon()) {
            noteStop(); // again: it may have been started between
            stopParts();
        } finally {
            changing.unlock();
        }
    }

    /**
     * Keeps it up until another command stops it.
     *
     * @throws CommandException saying by whom it was stopped, or why it cannot be kept up
     */
    public void awaitStop() {
        while (true) {
            keepUp();
            pause();
        }
    }

    /** True when another command has stopped it, as {@link #keepUp} or {@link #start} found out. */
    public boolean stoppedByAnother() {
        return stoppedByAnother;
    }

    private void noteStop() {
        work.noteStop("%s (process %d)"
                .formatted(options.command(), ProcessHandle.current().pid()));
    }

    private FolderLock holdSoon() {
        long deadlineNanos = System.nanoTime() + HOLD_TIMEOUT.toNanos();
        while (true) {
            try {
                return hold();
            } catch (FolderHeldException e) {
                if (System.nanoTime() > deadlineNanos) {
                    throw e;
                }
                if (work.stoppedBy().isEmpty()) {
                    noteStop(); // who holds the folder had not begun when it was noted
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted");
        }
    }

    private void stopParts() {
        List<String> names = new ArrayList<>(names());
        names.remove(KAFKA);
        names.remove(POSTGRES);
        names.forEach(name -> work.process(name).ifPresent(ProcessHandle::destroy));
        names.add(POSTGRES);
        names.add(KAFKA);
        for (String name : names) {
            work.process(name).ifPresent(process -> ChildJvm.stop(process, STOP_MS));
            work.pidFile(name).delete();
        }
        EmbeddedPostgres.stopServer(work.postgres()); // of a minder that was killed
    }

    /** Stops a service alone, if it runs. */
    public void stopService(String name) {
        if (work.process(name).isEmpty()) {
            return;
        }
        change(() -> {
            work.process(name).ifPresent(process -> ChildJvm.stop(process, STOP_MS));
            work.pidFile(name).delete();
        });
    }

    /** The settings with which a service is started, by their names. */
    public Map<String, String> settings(String name) {
        Service service = service(name);
        Map<String, String> settings = new LinkedHashMap<>(service.settings());
        settings.put("quarkus.http.port", Integer.toString(service.port()));
        return settings;
    }

    /** The address at which a service answers. */
    public String serviceUrl(String name) {
        return "http://localhost:" + service(name).port();
    }

    private Service service(String name) {
        return services(ports()).stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Ends a part, with all its processes, as a crash would (SIGKILL); {@link #start} starts it again. */
    public void kill(String name) {
        if (name.equals(POSTGRES)) {
            EmbeddedPostgres.killServer(work.postgres());
        }
        work.process(name).ifPresent(process -> {
            process.destroyForcibly();
            process.onExit().join();
        });
    }

    /** The state of each part, by name. */
    public Map<String, String> status() {
        Map<String, String> status = new LinkedHashMap<>();
        for (String name : names()) {
            status.put(
                    name, work.process(name).map(p -> "running, pid " + p.pid()).orElse("stopped"));
        }
        if (Files.exists(work.ports())) {
            for (Service service : services(ports())) {
                status.computeIfPresent(
                        service.name(), (name, state) -> state.equals("stopped") ? state : described(service, state));
            }
        }
        return status;
    }

    private static String described(Service service, String state) {
        return "%s, %s, http://localhost:%d".formatted(state, service.ready() ? "ready" : "not ready", service.port());
    }

    public String bootstrapServers() {
        return "localhost:" + ports().kafka();
    }

    /** The database, for JDBC. */
    public String databaseUrl() {
        return "jdbc:postgresql://localhost:%d/postgres?user=postgres&password=postgres".formatted(ports().postgres());
    }

    /** The rating page and its API. */
    public String feedbackUrl() {
        return "http://localhost:" + ports().feedback();
    }

    private Ports ports() {
        if (!Files.exists(work.ports())) {
            throw new CommandException("[%s] no stack was ever started here; start one with up".formatted(work.path()));
        }
        return Ports.read(work.ports());
    }

    /**
     * Starts again what has ended: each part resumes where it was.
     *
     * @throws CommandException when the stack was stopped, or naming a part's log when it ended too often
     */
    public void keepUp() {
        refuseIfStopped();
        if (ended().isEmpty() || !changing.tryLock()) {
            return; // nothing to do, or another thread does it
        }
        try (FolderLock held = hold()) {
            startEnded();
        } catch (FolderHeldException e) {
            LOG.debug(
                    "another command starts or stops parts: {}",
                    e.getMessage()); // what is missing then is seen next time
        } finally {
            changing.unlock();
        }
    }

    private void startEnded() {
        refuseIfStopped();
        List<String> ended = ended();
        if (ended.isEmpty()) {
            return;
        }
        Path log = work.log(ended.get(0));
        if (++restarts > MAX_RESTARTS) {
            throw new CommandException("%s ended again and again; a log is %s".formatted(ended, log));
        }
        LOG.error("{} ended, started again; a log is {}", ended, log);
        try {
            startParts();
        } catch (IllegalStateException e) {
            // What ends a moment later, often for the same reason, is seen the next time.
            LOG.warn("not up yet: {}", e.getMessage());
        }
    }

    /** The names of its parts, in the order in which they are started. */
    public static List<String> names() {
        return List.of(KAFKA, POSTGRES, DATA_PREP, TRAINER, FEEDBACK);
    }

    private Path jar(String service) {
        return home.resolve(service).resolve("target/quarkus-app/quarkus-run.jar");
    }

    private List<Service> services(Ports ports) {
        String broker = "localhost:" + ports.kafka();
        String models = work.models().toString();
        return List.of(
                new Service(
                        DATA_PREP,
                        jar(DATA_PREP),
                        ports.dataPrep(),
                        ports.dataPrep(),
                        JvmOptions.SMALL,
                        Map.of(
                                "kafka.bootstrap.servers",
                                broker,
                                "quarkus.http.host",
                                "127.0.0.1",
                                "dengbej.data-prep.session-timeout",
                                "PT10S",
                                "dengbej.data-prep.model-cache",
                                models)),
                new Service(
                        TRAINER,
                        jar(TRAINER),
                        ports.trainer(),
                        ports.trainer(),
                        JvmOptions.TRAINER,
                        Map.of(
                                "kafka.bootstrap.servers",
                                broker,
                                "quarkus.http.host",
                                "127.0.0.1",
                                "dengbej.trainer.device",
                                options.device(),
                                "dengbej.trainer.session-timeout",
                                "PT10S",
                                "dengbej.trainer.model-cache",
                                models)),
                new Service(
                        FEEDBACK,
                        jar(FEEDBACK),
                        ports.feedback(),
                        ports.feedbackManagement(),
                        JvmOptions.FEEDBACK,
                        feedbackSettings(ports, broker)));
    }

    private Map<String, String> feedbackSettings(Ports ports, String broker) {
        Map<String, String> settings = new HashMap<>(options.feedbackSettings());
        settings.put("smallrye.config.locations", work.operatorSettings().toString());
        settings.put("kafka.bootstrap.servers", broker);
        settings.put("quarkus.http.host", "0.0.0.0"); // phones in the same network
        settings.put("quarkus.management.host", "127.0.0.1");
        settings.put("quarkus.management.port", Integer.toString(ports.feedbackManagement()));
        settings.put(
                "quarkus.datasource.jdbc.url", "jdbc:postgresql://localhost:%d/postgres".formatted(ports.postgres()));
        settings.put("quarkus.datasource.username", "postgres");
        settings.put("quarkus.datasource.password", "postgres");
        settings.put("dengbej.feedback.data-dir", work.feedback().toString());
        return settings;
    }
}
