package org.dengbej.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.dengbej.local.stack.Stack;
import org.dengbej.local.stack.StackOptions;
import org.dengbej.local.stack.WorkFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DevTest {

    @TempDir
    Path folder;

    @Test
    void aSettingIsAVariableAsMicroProfileConfigReadsIt() {
        assertThat(Dev.variable("dengbej.data-prep.model-cache")).isEqualTo("DENGBEJ_DATA_PREP_MODEL_CACHE");
        assertThat(Dev.variable("quarkus.http.port")).isEqualTo("QUARKUS_HTTP_PORT");
    }

    @Test
    void servicesAreNamedWithoutTheirSuffix() {
        String help = new CommandLine(new Dev()).getUsageMessage(CommandLine.Help.Ansi.OFF);
        assertThat(help).contains("data-prep, trainer, feedback");
        for (String service : new String[] {"data-prep", "trainer", "feedback"}) {
            Dev dev = new Dev();
            new CommandLine(dev).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(service);
            assertThat(dev.service).hasToString(service);
        }
    }

    @Test
    void aServiceThatDoesNotRunNeedsNoStop() {
        Stack stack = new Stack(
                folder,
                new WorkFolder(folder.resolve("work")),
                new StackOptions(null, "cpu", "a test", Stack.FEEDBACK));
        stack.stopService(Stack.FEEDBACK);
        assertThat(folder.resolve("work")).doesNotExist();
    }
}
