package org.dengbej.local.command;

import org.dengbej.local.CommandException;
import org.dengbej.local.client.JobCatalogue;
import org.dengbej.local.client.JobStatus;
import picocli.CommandLine.Parameters;

/** The parameter of a command that is about one job. */
final class JobParameter {

    @Parameters(paramLabel = "JOB", description = "Its name, as jobs lists it")
    String job;

    JobStatus in(JobCatalogue catalogue) {
        return catalogue
                .find(job)
                .orElseThrow(() ->
                        new CommandException("[%s] no job has that name; `dengbej jobs` lists them".formatted(job)));
    }
}
