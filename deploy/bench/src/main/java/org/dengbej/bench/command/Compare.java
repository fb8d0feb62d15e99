package org.dengbej.bench.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.dengbej.bench.part.Size;
import org.dengbej.bench.process.MeasuredProcess;
import org.dengbej.bench.process.Python;
import org.dengbej.bench.result.Comparison;
import org.dengbej.bench.result.Metric;
import org.dengbej.embedded.EmbeddedKafka;
import org.dengbej.embedded.FreePorts;
import org.dengbej.events.Topics;
import org.dengbej.messaging.TopicAdmin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Comparison of ours and the peers, measured in turn. */
@Command(
        name = "run",
        description =
                "Measures this system beside its peers in Python and Kafka's own tools, and prints medians and ratios.",
        mixinStandardHelpOptions = true,
        subcommands = {Profile.class, OpenInTransformers.class, Scale.class, Measure.class})
public final class Compare implements Callable<Integer> {

    static final String CPU = "cpu";
    static final int CLIPS = 4;

    private static final int COPIES_OF_SAMPLE = 30;

    @Option(names = "--json", description = "One JSON object a line")
    boolean json;

    @Option(names = "--pairs", defaultValue = "3", description = "Processes of each side. Default: ${DEFAULT-VALUE}")
    int pairs;

    @Option(names = "--threads", description = "Of each process. Default: this machine's processors")
    int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--only", split = ",", description = "Of: TRAINING, SYNTHESIS, PREPARATION, KAFKA")
    Set<Benchmark> only = new LinkedHashSet<>(
            List.of(Benchmark.TRAINING, Benchmark.SYNTHESIS, Benchmark.PREPARATION, Benchmark.KAFKA));

    @Option(
            names = "--device",
            defaultValue = CPU,
            description = "Of training and synthesis: cpu, gpu or gpu:N. Default: ${DEFAULT-VALUE}")
    String device;

    @Option(
            names = "--clips",
            defaultValue = "" + CLIPS,
            description = "Of 3 s, in a training step's batch. Default: ${DEFAULT-VALUE}")
    int clips;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Optional<Python> python = Python.find();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (python.isEmpty()) {
            err.println("There is no peer in Python: it needs " + Python.needed() + ". Our own numbers follow.");
        }
        if (!json) {
            out.println(Comparison.title());
        }
        try (BenchEnvironment environment = BenchEnvironment.open(threads, device)) {
            environment.data().make(Size.MMS, clips);
            for (Benchmark part : only) {
                for (Comparison comparison : compare(part, environment, python)) {
                    out.println(json ? comparison.json() : comparison.line());
                    out.flush();
                }
            }
        }
        return 0;
    }

    private List<Comparison> compare(Benchmark part, BenchEnvironment environment, Optional<Python> python)
            throws IOException {
        return switch (part) {
            case TRAINING ->
                alternate(part, environment.ours(part, null), peer(part, environment, python, Benchmark.TRAIN_STEPS));
            case SYNTHESIS ->
                alternate(part, environment.ours(part, null), peer(part, environment, python, Benchmark.SENTENCES));
            case PREPARATION -> {
                environment.data().copyRecordings(environment.home().resolve("deploy/sample-data"), COPIES_OF_SAMPLE);
                yield alternate(part, environment.ours(part, null), peer(part, environment, python, 1));
            }
            case KAFKA, KAFKA_TOOLS -> {
                try (EmbeddedKafka kafka =
                        EmbeddedKafka.start(environment.folder().resolve("kafka"), FreePorts.one())) {
                    String broker = kafka.bootstrapServers();
                    TopicAdmin.createMissing(broker, Topics.all());
                    yield alternate(
                            Benchmark.KAFKA,
                            environment.ours(Benchmark.KAFKA, broker),
                            Optional.of(environment.ours(Benchmark.KAFKA_TOOLS, broker)));
                }
            }
        };
    }

    private static Optional<MeasuredProcess> peer(
            Benchmark part, BenchEnvironment environment, Optional<Python> python, int times) {
        return python.map(found -> environment.peer(part, found, times));
    }

    /** Measures in pairs whose order alternates, so that the second of a pair has no advantage. */
    private List<Comparison> alternate(Benchmark part, MeasuredProcess ours, Optional<MeasuredProcess> peer) {
        Map<Metric, List<Double>> our = new EnumMap<>(Metric.class);
        Map<Metric, List<Double>> their = new EnumMap<>(Metric.class);
        for (int pair = 0; pair < pairs; pair++) {
            if (pair % 2 == 0) {
                keep(part, ours.run(), our);
            }
            peer.ifPresent(measuring -> keep(part, measuring.run(), their));
            if (pair % 2 == 1) {
                keep(part, ours.run(), our);
            }
        }
        return part.metrics().stream()
                .map(metric -> Comparison.of(metric, our.get(metric), their.getOrDefault(metric, List.of())))
                .toList();
    }

    private void keep(Benchmark part, Map<String, Double> measured, Map<Metric, List<Double>> in) {
        for (Metric metric : part.metrics()) {
            in.computeIfAbsent(metric, none -> new ArrayList<>()).add(measured.get(metric.label()));
        }
        if (!json) {
            spec.commandLine().getErr().println("  " + measured);
        }
    }
}
