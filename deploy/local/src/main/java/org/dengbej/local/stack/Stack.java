package org.dengbej.local.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dengbej.embedded.ChildJvm;
import org.dengbej.embedded.EmbeddedKafka;
import org.dengbej.embedded.EmbeddedPostgres;
import org.dengbej.embedded.Lifetime;
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

    /** By one command; what ends more often than that has a reason that a start does not mend. */
    private static final int MAX_RESTARTS = 5;

    private final Path home;
    private final WorkFolder work;
    private final StackOptions options;
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

    /** Whether every part's process lives. */
    public boolean up() {
        return Files.exists(work.ports()) && ended().isEmpty();
    }

    /** Its parts that do not run. */
    private List<String> ended() {
        return names().stream().filter(name -> work.process(name).isEmpty()).toList();
    }

    /** Starts what does not run and waits until all of it is ready. */
    public void start() {
        Ports ports = Ports.keptOrChosen(work.ports(), options.feedbackPort());
        if (work.process(KAFKA).isEmpty()) {
            EmbeddedKafka kafka = EmbeddedKafka.start(work.kafka(), ports.kafka(), work.log(KAFKA), Lifetime.DETACHED);
            work.writePid(KAFKA, kafka.pid());
        }
        TopicAdmin.createMissing(bootstrapServers(), Topics.all());
        if (work.process(POSTGRES).isEmpty()) {
            EmbeddedPostgres postgres =
                    EmbeddedPostgres.start(work.postgres(), ports.postgres(), work.log(POSTGRES), Lifetime.DETACHED);
            work.writePid(POSTGRES, postgres.pid());
        }
        Map<Service, ProcessHandle> started = new LinkedHashMap<>();
        for (Service service : services(ports)) {
            started.put(service, work.process(service.name()).orElseGet(() -> service.start(home, work)));
        }
        started.forEach((service, process) -> service.awaitReady(process, work));
    }

    /** Stops all of it, services first, so that they can still say good-bye. */
    public void stop() {
        List<String> names = new ArrayList<>(names());
        names.remove(KAFKA);
        names.remove(POSTGRES);
        names.forEach(name -> work.process(name).ifPresent(ProcessHandle::destroy));
        names.add(POSTGRES);
        names.add(KAFKA);
        for (String name : names) {
            work.process(name).ifPresent(process -> ChildJvm.stop(process, STOP_MS));
            work.deletePid(name);
        }
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
     * Starts again what has ended: each part goes on where it was.
     *
     * @throws CommandException naming a part's log, when that was done too often
     */
    public void keepUp() {
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
            start();
        } catch (IllegalStateException e) {
            // What ends a moment later, often for the same reason, is seen the next time.
            LOG.warn("not up yet: {}", e.getMessage());
        }
    }

    /** Of its parts, in the order in which they are started. */
    public static List<String> names() {
        return List.of(KAFKA, POSTGRES, DATA_PREP, TRAINER, FEEDBACK);
    }

    private List<Service> services(Ports ports) {
        String broker = "localhost:" + ports.kafka();
        String models = work.models().toString();
        return List.of(
                new Service(
                        DATA_PREP,
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
                        ports.feedback(),
                        ports.feedbackManagement(),
                        JvmOptions.FEEDBACK,
                        Map.of(
                                "kafka.bootstrap.servers",
                                broker,
                                "quarkus.http.host",
                                "0.0.0.0", // phones in the same network
                                "quarkus.management.host",
                                "127.0.0.1",
                                "quarkus.management.port",
                                Integer.toString(ports.feedbackManagement()),
                                "quarkus.datasource.jdbc.url",
                                "jdbc:postgresql://localhost:%d/postgres".formatted(ports.postgres()),
                                "quarkus.datasource.username",
                                "postgres",
                                "quarkus.datasource.password",
                                "postgres",
                                "dengbej.feedback.data-dir",
                                work.feedback().toString())));
    }
}
