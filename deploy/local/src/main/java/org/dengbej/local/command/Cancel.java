package org.dengbej.local.command;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dengbej.events.CancelJob;
import org.dengbej.local.CommandException;
import org.dengbej.local.client.EventPublisher;
import org.dengbej.local.client.JobCatalogue;
import org.dengbej.local.client.JobStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "cancel",
        description = "Has a job ended: at its next micro-batch, with a checkpoint, or before it begins.",
        mixinStandardHelpOptions = true)
public final class Cancel implements Callable<Integer> {

    @Mixin
    BrokerMixin broker;

    @Mixin
    JobParameter parameter;

    @Option(names = "--reason", paramLabel = "TEXT", description = "For the record")
    String reason;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Object> connection = broker.runningConnection();
        JobStatus job = parameter.in(JobCatalogue.read(connection));
        if (job.state().ended()) {
            throw new CommandException("[%s] expected a job that is queued or runs, found it ended: %s"
                    .formatted(job.job(), Jobs.line(job)));
        }
        EventPublisher.publish(connection, new CancelJob(job.job(), reason));
        out.printf(
                job.state() == JobStatus.State.QUEUED
                        ? "Job %1$s will not begin.%n"
                        : "Job %1$s ends at its next micro-batch, with a checkpoint; `dengbej watch %1$s` shows it.%n",
                job.job());
        out.flush();
        return 0;
    }
}
