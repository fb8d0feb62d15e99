package org.dengbej.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.utils.AppInfoParser;
import org.dengbej.embedded.EmbeddedKafka;
import org.dengbej.embedded.FreePorts;
import org.dengbej.events.Topics;
import org.dengbej.messaging.TopicAdmin;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** A real broker with our topics: a container where Docker answers, a process elsewhere. One for all tests of a JVM. */
public final class KafkaTestResource implements QuarkusTestResourceLifecycleManager {

    /** Of the same version as the client, and so as the embedded broker. */
    private static final DockerImageName IMAGE = DockerImageName.parse("apache/kafka:" + AppInfoParser.getVersion());

    private static AutoCloseable running = () -> {};

    /** The broker's address; starts it if need be. */
    public static String bootstrapServers() {
        return SharedTestService.address("dengbej-test-kafka", KafkaTestResource::launch, KafkaTestResource::end);
    }

    private static String launch(Path folder) {
        String address = Docker.answers() ? container() : process(folder);
        TopicAdmin.createMissing(address, Topics.all());
        return address;
    }

    private static String container() {
        KafkaContainer kafka = new KafkaContainer(IMAGE)
                .withEnv("KAFKA_MESSAGE_MAX_BYTES", Integer.toString(Topics.MAX_MESSAGE_BYTES))
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
        kafka.start();
        running = kafka::stop;
        return kafka.getBootstrapServers();
    }

    private static String process(Path folder) {
        EmbeddedKafka kafka = EmbeddedKafka.start(folder, FreePorts.one());
        running = kafka;
        return kafka.bootstrapServers();
    }

    private static void end() {
        try {
            running.close();
        } catch (Exception e) { // AutoCloseable's
            throw new IllegalStateException("the broker of the tests does not end", e);
        }
    }

    @Override
    public Map<String, String> start() {
        return Map.of("kafka.bootstrap.servers", bootstrapServers());
    }

    @Override
    public void stop() {
        // shared with the tests that follow; ends with the JVM
    }
}
