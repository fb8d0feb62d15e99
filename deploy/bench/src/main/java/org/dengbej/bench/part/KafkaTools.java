package org.dengbej.bench.part;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.tools.ConsumerPerformance;
import org.apache.kafka.tools.ProducerPerformance;
import org.dengbej.bench.result.Metric;
import org.dengbej.events.TopicSpec;
import org.dengbej.events.Topics;
import org.dengbej.messaging.TopicAdmin;

/** The peer of {@link KafkaBatches}: Kafka's own performance tools with records of the same size, on one partition too. */
public final class KafkaTools {

    private interface Tool {
        void run(String... arguments) throws Exception;
    }

    private static final Pattern SENT = Pattern.compile("(\\d+) records sent, ([0-9.]+) records/sec");
    private static final int CONSUMER_RECORDS = 4;
    private static final int CONSUMER_FETCH_MS = 7;

    private KafkaTools() {}

    /** Sends {@code records} records to a topic of their own and reads them. */
    public static Map<Metric, Double> measure(BenchmarkData data, String bootstrapServers, int records)
            throws IOException {
        String topic = "bench." + System.nanoTime();
        String limit = Integer.toString(Topics.MAX_MESSAGE_BYTES);
        TopicAdmin.createMissing(bootstrapServers, List.of(new TopicSpec(topic, 1, false, Topics.MAX_MESSAGE_BYTES)));
        double sending = sendingSeconds(output(
                ProducerPerformance::main,
                "--topic",
                topic,
                "--num-records",
                Integer.toString(records),
                "--record-size",
                Long.toString(Files.size(data.batch())),
                "--throughput",
                "-1",
                "--producer-props",
                "bootstrap.servers=" + bootstrapServers,
                "max.request.size=" + limit));
        double reading = readingSeconds(output(
                ConsumerPerformance::main,
                "--bootstrap-server",
                bootstrapServers,
                "--topic",
                topic,
                "--messages",
                Integer.toString(records),
                "--hide-header"));
        return Map.of(Metric.KAFKA_BATCHES_PER_SECOND, records / (sending + reading));
    }

    private static String output(Tool tool, String... arguments) throws IOException {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            tool.run(arguments);
        } catch (Exception e) {
            throw new IOException("Kafka's tool failed: " + e.getMessage(), e);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    /** From the producer's last line, {@code 200 records sent, 321.5 records/sec (117.9 MB/sec), ...}. */
    static double sendingSeconds(String printed) {
        Matcher matcher = SENT.matcher(printed);
        double seconds = Double.NaN;
        while (matcher.find()) {
            seconds = Double.parseDouble(matcher.group(1)) / Double.parseDouble(matcher.group(2));
        }
        if (Double.isNaN(seconds)) {
            throw new IllegalStateException("kafka-producer-perf-test printed no result: " + printed);
        }
        return seconds;
    }

    /**
     * From the consumer's line: start, end, MB, MB/s, records, records/s, rebalance ms, fetch ms, ... Joining the group is not
     * counted, since our reader has none.
     */
    static double readingSeconds(String printed) {
        String[] fields = printed.strip().lines().reduce("", (a, b) -> b).split(",\\s*", -1);
        if (fields.length <= CONSUMER_FETCH_MS || Double.parseDouble(fields[CONSUMER_RECORDS]) == 0) {
            throw new IllegalStateException("kafka-consumer-perf-test printed no result: " + printed);
        }
        return Double.parseDouble(fields[CONSUMER_FETCH_MS]) / 1e3;
    }
}
