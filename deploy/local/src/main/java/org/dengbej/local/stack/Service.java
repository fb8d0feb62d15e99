package org.dengbej.local.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dengbej.embedded.ChildJvm;
import org.dengbej.embedded.Lifetime;
import org.dengbej.local.CommandException;

/**
 * One of the services.
 *
 * @param name       of its module
 * @param jar        its program
 * @param port       on which it answers
 * @param healthPort on which it says whether it is ready
 * @param jvmOptions of its process
 * @param settings   system properties
 */
record Service(String name, Path jar, int port, int healthPort, List<String> jvmOptions, Map<String, String> settings)
        implements Part {

    private static final Duration READY_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(ANSWER_TIMEOUT).build();

    @Override
    public ProcessHandle launch(Path log, Lifetime lifetime) {
        if (!Files.exists(jar)) {
            throw new CommandException("[%s] is missing; build with mvn package".formatted(jar));
        }
        List<String> options = new ArrayList<>(jvmOptions);
        options.add("-Dquarkus.http.port=" + port);
        settings.forEach((key, value) -> options.add("-D%s=%s".formatted(key, value)));
        return new ChildJvm(options, List.of("-jar", jar.toString()), log, lifetime)
                .start()
                .toHandle();
    }

    @Override
    public Duration readyTimeout() {
        return READY_TIMEOUT;
    }

    @Override
    public boolean ready() {
        try {
            URI uri = URI.create("http://localhost:%d/q/health/ready".formatted(healthPort));
            return HTTP.send(HttpRequest.newBuilder(uri).timeout(ANSWER_TIMEOUT).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
