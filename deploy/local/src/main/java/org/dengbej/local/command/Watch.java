package org.dengbej.local.command;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.CommonClientConfigs;
import org.dengbej.events.JobCompleted;
import org.dengbej.local.client.EventClient;
import org.dengbej.local.client.JobCatalogue;
import org.dengbej.local.client.JobClient;
import org.dengbej.local.client.JobStatus;
import org.dengbej.local.client.RequestEndedException;
import org.dengbej.local.stack.Stack;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "watch",
        description = "Shows a job's progress until it ends. Ends with 0 when the job was completed.",
        mixinStandardHelpOptions = true)
public final class Watch implements Callable<Integer> {

    @Mixin
    BrokerMixin broker;

    @Mixin
    JobParameter parameter;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Object> connection = broker.runningConnection();
        String address =
                connection.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG).toString();
        Stack stack = broker.stack();
        // Opened first, so that nothing happens between what the topics hold and what is followed.
        try (EventClient client = new EventClient(address, broker.elsewhere() ? () -> {} : stack::keepUp)) {
            JobStatus job = parameter.in(JobCatalogue.read(connection));
            switch (job.state()) {
                case FAILED -> throw new RequestEndedException(job.detail());
                case CANCELLED -> throw new RequestEndedException("the job was cancelled");
                case COMPLETED -> out.printf("The voice: %s%n", job.detail());
                default -> {
                    out.println(Jobs.line(job));
                    out.flush();
                    JobCompleted completed = LastWords.during(
                            () -> new JobClient(client, out).awaitEnd(job.job()),
                            () -> LastWords.jobGoesOn(
                                    job.job(),
                                    stack.stoppedByAnother(),
                                    spec.commandLine().getErr()));
                    out.printf("The voice: %s%n", completed.model());
                }
            }
        }
        return 0;
    }
}
