package org.dengbej.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.dengbej.local.stack.Stack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A short storm; {@code dengbej chaos --kills 20} is a long one. */
class ChaosTest {

    private static final String HOME = "dengbej.home";

    /** Of a storm of two kills that hits data-prep and then the trainer. */
    private static final String SEED = "13";

    @TempDir
    Path folder;

    @BeforeEach
    void aBuild() {
        System.setProperty(HOME, "../..");
    }

    @AfterEach
    void noMore() {
        System.clearProperty(HOME);
    }

    @Test
    void aJobWhoseTrainerIsKilledLosesNothingAndEndsWithTheSameWeights() throws IOException {
        // When
        StringWriter out = new StringWriter();
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        int code = line.execute("chaos", "--kills", "2", "--seed", SEED, "--work", folder.toString());

        // Then
        JsonNode report =
                new ObjectMapper().readTree(folder.resolve("chaos.json").toFile());
        assertThat(code).as(report.toPrettyString()).isZero();
        assertThat(report.path("kills_by_part").path(Stack.TRAINER).asInt()).isOne();
        assertThat(report.path("kills_by_part").path(Stack.DATA_PREP).asInt()).isOne();
        assertThat(report.path("batches_lost").asInt()).isZero();
        assertThat(report.path("batches_applied_twice").asInt()).isZero();
        assertThat(report.path("ratings_lost").asInt()).isZero();
        assertThat(report.path("duplicates").asInt()).isZero();
        assertThat(report.path("sha256_equal").asBoolean()).isTrue();
        assertThat(report.path("ratings").asInt()).isPositive();
    }
}
