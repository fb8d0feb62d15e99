package org.dengbej.bench.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.dengbej.bench.part.BenchmarkData;
import org.dengbej.bench.result.Metric;
import org.dengbej.vits.engine.Devices;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The child process: runs one benchmark and prints its result as one line of JSON. */
@Command(name = "measure", hidden = true)
final class Measure implements Callable<Integer> {

    @Parameters
    Benchmark part;

    @Option(names = "--folder", required = true)
    Path folder;

    @Option(names = "--device", required = true)
    String device;

    @Option(names = "--broker")
    String broker;

    @Override
    public Integer call() throws IOException {
        Map<String, Double> measured = new TreeMap<>();
        Benchmark.Setting setting = new Benchmark.Setting(new BenchmarkData(folder), Devices.choose(device), broker);
        for (Map.Entry<Metric, Double> of : part.measure(setting).entrySet()) {
            measured.put(of.getKey().label(), of.getValue());
        }
        System.out.println(new ObjectMapper().writeValueAsString(measured));
        return 0;
    }
}
