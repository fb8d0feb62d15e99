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
import org.dengbej.embedded.ReadinessCheck;
import org.dengbej.local.CommandException;

/**
 * One of the services.
 *
 * @param name       of its module
 * @param port       on which it answers
 * @param healthPort on which it says whether it is ready
 * @param jvmOptions of its process
 * @param settings   system properties
 */
record Service(String name, int port, int healthPort, List<String> jvmOptions, Map<String, String> settings) {

    private static final Duration READY = Duration.ofSeconds(120);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(ANSWER).build();

    /** Starts the process; does not wait. */
    ProcessHandle start(Path home, WorkFolder work) {
        Path jar = home.resolve(name).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new CommandException("[%s] is missing; build with mvn package".formatted(jar));
        }
        List<String> options = new ArrayList<>(jvmOptions);
        options.add("-Dquarkus.http.port=" + port);
        settings.forEach((key, value) -> options.add("-D%s=%s".formatted(key, value)));
        ProcessHandle process = new ChildJvm(
                        options, List.of("-jar", jar.toString()), work.log(name), Lifetime.DETACHED)
                .start()
                .toHandle();
        work.writePid(name, process.pid());
        return process;
    }

    void awaitReady(ProcessHandle process, WorkFolder work) {
        ReadinessCheck.await(name, process, work.log(name), READY, this::ready);
    }

    boolean ready() {
        try {
            URI uri = URI.create("http://localhost:%d/q/health/ready".formatted(healthPort));
            return HTTP.send(HttpRequest.newBuilder(uri).timeout(ANSWER).build(), BodyHandlers.discarding())
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
