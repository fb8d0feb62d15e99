package org.dengbej.local.stack;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.dengbej.embedded.FreePorts;
import org.dengbej.files.AtomicFile;

/**
 * The ports on which the parts listen. Chosen once and kept, so that a stack that is started again is where it was.
 *
 * @param feedbackManagement of the feedback service's health and metrics, which are not for listeners
 */
public record Ports(int kafka, int postgres, int dataPrep, int trainer, int feedback, int feedbackManagement) {

    private static final String FEEDBACK_MANAGEMENT = "feedback-management";

    static Ports keptOrChosen(Path file, Integer feedbackPort) {
        Ports ports = Files.exists(file) ? read(file) : choose();
        Ports wanted = feedbackPort == null
                ? ports
                : new Ports(
                        ports.kafka,
                        ports.postgres,
                        ports.dataPrep,
                        ports.trainer,
                        feedbackPort,
                        ports.feedbackManagement);
        wanted.write(file);
        return wanted;
    }

    private static Ports choose() {
        List<Integer> free = FreePorts.some(6);
        return new Ports(free.get(0), free.get(1), free.get(2), free.get(3), free.get(4), free.get(5));
    }

    static Ports read(Path file) {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("[%s] cannot be read".formatted(file), e);
        }
        return new Ports(
                port(properties, "kafka"),
                port(properties, "postgres"),
                port(properties, "data-prep"),
                port(properties, "trainer"),
                port(properties, "feedback"),
                feedbackManagement(properties));
    }

    /** A folder from before there was such a port gets one. */
    private static int feedbackManagement(Properties properties) {
        return properties.containsKey(FEEDBACK_MANAGEMENT) ? port(properties, FEEDBACK_MANAGEMENT) : FreePorts.one();
    }

    private static int port(Properties properties, String name) {
        return Integer.parseInt(properties.getProperty(name));
    }

    private void write(Path file) {
        Properties properties = new Properties();
        properties.setProperty("kafka", Integer.toString(kafka));
        properties.setProperty("postgres", Integer.toString(postgres));
        properties.setProperty("data-prep", Integer.toString(dataPrep));
        properties.setProperty("trainer", Integer.toString(trainer));
        properties.setProperty("feedback", Integer.toString(feedback));
        properties.setProperty(FEEDBACK_MANAGEMENT, Integer.toString(feedbackManagement));
        StringWriter text = new StringWriter();
        try {
            properties.store(text, null);
            AtomicFile.writeString(file, text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
