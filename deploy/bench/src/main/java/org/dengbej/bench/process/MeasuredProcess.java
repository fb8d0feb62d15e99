package org.dengbej.bench.process;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dengbej.local.CommandException;

/**
 * A process that measures and prints the result in its last line, a JSON object of numbers.
 *
 * @param command     with its arguments
 * @param environment variables beside this process's own
 * @param log         receives its error output, appended
 */
public record MeasuredProcess(List<String> command, Map<String, String> environment, Path log) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LAST_CHARACTERS = 1000;

    public MeasuredProcess {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /**
     * Runs it to its end.
     *
     * @throws CommandException when it fails, with its last words
     */
    public Map<String, Double> run() {
        String printed = "";
        int code;
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            builder.environment().putAll(environment);
            Process process = builder.start();
            Thread end = new Thread(process::destroy);
            Runtime.getRuntime().addShutdownHook(end);
            printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            code = process.waitFor();
            Runtime.getRuntime().removeShutdownHook(end);
            if (code == 0) {
                return JSON.readValue(printed.strip().lines().reduce("", (a, b) -> b), new TypeReference<>() {});
            }
        } catch (IOException e) {
            throw new CommandException("%s said nothing that can be read: %s; its log is %s"
                    .formatted(command.get(0), e.getMessage(), log));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted while measuring");
        }
        throw new CommandException("%s ended with code %d: %s".formatted(String.join(" ", command), code, lastWords()));
    }

    private String lastWords() {
        try {
            String output = Files.readString(log);
            return output.substring(Math.max(0, output.length() - LAST_CHARACTERS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
