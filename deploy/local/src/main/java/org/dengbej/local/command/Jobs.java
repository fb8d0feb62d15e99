package org.dengbej.local.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dengbej.local.client.JobCatalogue;
import org.dengbej.local.client.JobStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "jobs",
        description = "Lists training jobs, the oldest first: since when they are queued, run, or have ended.",
        mixinStandardHelpOptions = true)
public final class Jobs implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    BrokerMixin broker;

    @Option(
            names = "--limit",
            defaultValue = "20",
            paramLabel = "N",
            description = "The newest N. Default: ${DEFAULT-VALUE}")
    int limit;

    @Option(names = "--json", description = "One JSON object a line")
    boolean json;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        List<JobStatus> jobs = JobCatalogue.read(broker.runningConnection()).all();
        PrintWriter out = spec.commandLine().getOut();
        jobs.stream().skip(Math.max(0, jobs.size() - limit)).forEach(job -> out.println(json ? json(job) : line(job)));
        if (jobs.isEmpty() && !json) {
            out.println("No jobs.");
        }
        out.flush();
        return 0;
    }

    static String line(JobStatus job) {
        return "%-24s %-16s %-10s %s  %s"
                .formatted(
                        job.job(), job.voice(), state(job), job.since().truncatedTo(ChronoUnit.SECONDS), job.detail())
                .stripTrailing();
    }

    private static String state(JobStatus job) {
        return job.state().name().toLowerCase(Locale.ROOT);
    }

    private static String json(JobStatus job) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("job", job.job());
        fields.put("voice", job.voice());
        fields.put("state", state(job));
        fields.put("since", job.since().toString());
        fields.put("detail", job.detail());
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
