package org.dengbej.bench.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dengbej.bench.part.ManyClips;
import org.dengbej.bench.process.Replica;
import org.dengbej.embedded.EmbeddedKafka;
import org.dengbej.embedded.FreePorts;
import org.dengbej.events.DatasetFailed;
import org.dengbej.events.DatasetPrepared;
import org.dengbej.events.DatasetProgress;
import org.dengbej.events.Filters;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.Topics;
import org.dengbej.files.AtomicFolder;
import org.dengbej.local.CommandException;
import org.dengbej.local.client.EventClient;
import org.dengbej.local.client.SampleData;
import org.dengbej.messaging.TopicAdmin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "scale",
        description =
                "Has a large data set prepared by replicas of data-prep-service of one core each, and a small one that"
                        + " is asked for second; prints a line of JSON for each run. Needs Linux' taskset and, for 100,000 clips, 7 GB of"
                        + " disk.",
        mixinStandardHelpOptions = true)
final class Scale implements Callable<Integer> {

    private static final int SMALL_CLIPS = 20;

    @Option(
            names = "--clips",
            defaultValue = "100000",
            description = "Of the large data set. Default: ${DEFAULT-VALUE}")
    int clips;

    @Option(
            names = "--replicas",
            split = ",",
            defaultValue = "1,2",
            description = "One run for each number. Default: ${DEFAULT-VALUE}")
    List<Integer> replicas;

    @Option(
            names = "--cores-per-replica",
            paramLabel = "CORES",
            description =
                    "CPU quota of each replica, e.g. 0.5, by a control group (root). Default: a processor of its own")
    Double coresPerReplica;

    @Option(names = "--runs", defaultValue = "1", description = "Of each. Default: ${DEFAULT-VALUE}")
    int runs;

    @Option(
            names = "--broker-cores",
            paramLabel = "LIST",
            description =
                    "Processors of the broker, as taskset lists them; replica N runs on processor N. Default: all")
    String brokerCores;

    @Option(names = "--work", paramLabel = "DIR", description = "Default: a temporary folder")
    Path work;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Path home = Path.of(System.getProperty("dengbej.home", "."))
                .toAbsolutePath()
                .normalize();
        Path jar = home.resolve("data-prep-service/target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new CommandException("[%s] is missing; build with mvn package".formatted(jar));
        }
        SampleData sample = new SampleData(home.resolve("deploy/sample-data"));
        Path folder = work == null ? Files.createTempDirectory("dengbej-scale") : Files.createDirectories(work);
        try {
            Path large = ManyClips.write(folder.resolve("large"), sample, clips);
            Path small = ManyClips.write(folder.resolve("small"), sample, SMALL_CLIPS);
            for (int run = 0; run < runs; run++) {
                for (int number : replicas) {
                    Path scratch = Files.createDirectories(folder.resolve("run"));
                    Map<String, Object> measured = measure(new Run(jar, scratch, sample.voice(), large, small, number));
                    AtomicFolder.delete(scratch);
                    spec.commandLine().getOut().println(new ObjectMapper().writeValueAsString(measured));
                    spec.commandLine().getOut().flush();
                }
            }
        } finally {
            AtomicFolder.delete(folder);
        }
        return 0;
    }

    private record Run(Path jar, Path scratch, Path voice, Path large, Path small, int replicas) {}

    private Map<String, Object> measure(Run run) throws IOException {
        List<Replica> running = new ArrayList<>();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(run.scratch.resolve("kafka"), FreePorts.one())) {
            if (brokerCores != null) {
                Replica.pin(ProcessHandle.of(kafka.pid()).orElseThrow(), brokerCores);
            }
            TopicAdmin.createMissing(kafka.bootstrapServers(), Topics.all());
            for (int core = 0; core < run.replicas; core++) {
                running.add(Replica.start(
                        run.jar,
                        kafka.bootstrapServers(),
                        core,
                        Optional.ofNullable(coresPerReplica),
                        run.scratch.resolve("replica-" + core)));
            }
            try (EventClient client = new EventClient(kafka.bootstrapServers(), () -> {})) {
                return measure(run, client, running);
            }
        } finally {
            running.forEach(Replica::close);
        }
    }

    private Map<String, Object> measure(Run run, EventClient client, List<Replica> running) throws IOException {
        Map<String, Long> at = new HashMap<>();
        Map<String, DatasetPrepared> prepared = new HashMap<>();
        long begin = System.nanoTime();
        client.publish(request("large", run.large, run.voice));
        client.follow(event -> {
            if (event instanceof DatasetProgress && event.key().equals("large") && !at.containsKey("small asked")) {
                at.put("small asked", System.nanoTime());
                client.publish(request("small", run.small, run.voice));
            } else if (event instanceof DatasetProgress && event.key().equals("small")) {
                at.putIfAbsent("small begun", System.nanoTime());
            } else if (event instanceof DatasetFailed failed) {
                throw new CommandException(failed.reason());
            } else if (event instanceof DatasetPrepared done) {
                at.put(done.dataset(), System.nanoTime());
                prepared.put(done.dataset(), done);
            }
            return prepared.size() == 2;
        });
        int kept = prepared.get("large").statistics().clips();
        if (kept != clips) {
            throw new CommandException("expected %d clips, found %d: %s"
                    .formatted(clips, kept, prepared.get("large").rejected()));
        }
        double seconds = (at.get("large") - begin) / 1e9;
        double cpuSeconds = running.stream().mapToDouble(Replica::cpuSeconds).sum();
        double peakMegabytes = 0;
        for (Replica replica : running) {
            peakMegabytes = Math.max(peakMegabytes, replica.peakMegabytes());
        }
        Map<String, Object> measured = new LinkedHashMap<>();
        measured.put("clips", clips);
        measured.put("replicas", run.replicas);
        measured.put("cores_per_replica", coresPerReplica == null ? 1 : coresPerReplica);
        measured.put("seconds", rounded(seconds));
        measured.put("clips_per_second", rounded(clips / seconds));
        measured.put("clips_per_cpu_second", rounded(clips / cpuSeconds));
        measured.put("peak_mb", rounded(peakMegabytes));
        measured.put("small_begun_seconds", rounded((at.get("small begun") - at.get("small asked")) / 1e9));
        measured.put("small_prepared_seconds", rounded((at.get("small") - at.get("small asked")) / 1e9));
        return measured;
    }

    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }

    private static PrepareDataset request(String name, Path source, Path voice) {
        return new PrepareDataset(
                name,
                source.toUri(),
                "ljspeech",
                voice.toString(),
                null,
                new Filters(0, 0, 0.1, 30.0, 500, true),
                null,
                null,
                null,
                1,
                null);
    }
}
