package org.dengbej.events;

import java.net.URI;
import java.util.List;

/**
 * A job has succeeded.
 *
 * @param job            its name
 * @param voice          its voice
 * @param steps          optimizer steps that were applied
 * @param batchesTrained micro-batches that counted
 * @param batchesSkipped micro-batches skipped
 * @param epochLosses    mean loss of each epoch
 * @param model          folder of the finished voice
 * @param seconds        since the job was taken
 * @param modelStep      optimizer steps of the finished voice: of its best evaluation, or all; 0: none was better than the voice from
 *                       which the job began, and that is what it ends with; may be absent
 */
public record JobCompleted(
        String job,
        String voice,
        long steps,
        long batchesTrained,
        long batchesSkipped,
        List<Double> epochLosses,
        URI model,
        double seconds,
        Long modelStep)
        implements Event {

    public JobCompleted {
        Require.name("JobCompleted", "job", job);
        Require.name("JobCompleted", "voice", voice);
        Require.atLeast("JobCompleted", "steps", steps, 0);
        Require.atLeast("JobCompleted", "batchesTrained", batchesTrained, 0);
        Require.atLeast("JobCompleted", "batchesSkipped", batchesSkipped, 0);
        epochLosses = Require.list(epochLosses);
        Require.present("JobCompleted", "model", model);
        Require.atLeast("JobCompleted", "seconds", seconds, 0);
        if (modelStep != null) {
            Require.atLeast("JobCompleted", "modelStep", modelStep, 0);
        }
    }

    @Override
    public String key() {
        return job;
    }

    @Override
    public String identity() {
        return job;
    }
}
