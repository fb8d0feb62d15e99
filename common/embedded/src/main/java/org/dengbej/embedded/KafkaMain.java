package org.dengbej.embedded;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.dengbej.events.Topics;

/** The child process of {@link EmbeddedKafka}: broker and controller in one. Arguments: data folder, port, controller port. */
final class KafkaMain {

    private KafkaMain() {}

    public static void main(String[] arguments) throws IOException {
        ChildJvm.endWithParent();
        Path dataDir = Path.of(arguments[0]);
        // Kafka takes a lock of its own only after it has begun to write.
        try (FolderLock held = FolderLock.acquire(dataDir, "a Kafka broker")) {
            serve(dataDir, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        }
    }

    private static void serve(Path dataDir, int port, int controllerPort) throws IOException {
        Map<String, String> settings = settings(dataDir, port, controllerPort);
        formatOnce(dataDir, settings);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "kafka-shutdown"));
        server.startup();
        server.awaitShutdown();
    }

    private static Map<String, String> settings(Path dataDir, int port, int controllerPort) {
        String maxMessageBytes = Integer.toString(Topics.MAX_MESSAGE_BYTES);
        Map<String, String> settings = new TreeMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("log.dirs", dataDir.resolve("log").toString());
        settings.put("controller.quorum.voters", "1@localhost:" + controllerPort);
        settings.put("listeners", "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort));
        settings.put("advertised.listeners", "PLAINTEXT://localhost:" + port);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        // One broker: everything that is kept in copies elsewhere is kept once here.
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        // A broker that was killed is let in again when its former session is over; its controller dies with it anyway.
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("broker.heartbeat.interval.ms", "1000");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("auto.create.topics.enable", "false");
        settings.put("message.max.bytes", maxMessageBytes);
        settings.put("replica.fetch.max.bytes", maxMessageBytes);
        settings.put("log.cleaner.dedupe.buffer.size", "8388608");
        return settings;
    }

    /** A new data folder needs a cluster id before its first start. */
    private static void formatOnce(Path dataDir, Map<String, String> settings) throws IOException {
        if (Files.exists(dataDir.resolve("log/meta.properties"))) {
            return;
        }
        Files.createDirectories(dataDir);
        Path file = dataDir.resolve("server.properties");
        Properties properties = new Properties();
        properties.putAll(settings);
        try (var out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        }
        String[] format = {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString(), "--ignore-formatted"};
        PrintStream out = System.out; // this process's log
        int code = StorageTool.execute(format, out);
        if (code != 0) {
            throw new IOException("[%s] Kafka could not format this folder: code %d".formatted(dataDir, code));
        }
    }
}
