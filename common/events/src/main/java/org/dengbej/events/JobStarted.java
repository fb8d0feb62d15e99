package org.dengbej.events;

/**
 * A trainer has taken a job.
 *
 * @param job            its name
 * @param voice          its voice
 * @param device         e.g. {@code cpu}
 * @param epochs         passes over the data sets that are planned, the last of which may end early
 * @param batchesPerEpoch micro-batches in each
 * @param fromStep       0, or the optimizer step of the checkpoint from which it is resumed
 * @param steps          optimizer steps that are planned; for target hours whose steps are not counted yet, those of the data; may be
 *                       absent
 * @param hyperparameters all that it trains with: the job's, its preset's, and those found for the data; may be absent
 * @param discriminators where they came from, for people, and what that means for the training; null where the objective has none
 */
public record JobStarted(
        String job,
        String voice,
        String device,
        int epochs,
        int batchesPerEpoch,
        long fromStep,
        Long steps,
        Hyperparameters hyperparameters,
        String discriminators)
        implements Event {

    public JobStarted {
        Require.name("JobStarted", "job", job);
        Require.name("JobStarted", "voice", voice);
        Require.text("JobStarted", "device", device);
        Require.atLeast("JobStarted", "epochs", epochs, 1);
        Require.atLeast("JobStarted", "batchesPerEpoch", batchesPerEpoch, 1);
        Require.atLeast("JobStarted", "fromStep", fromStep, 0);
        if (steps != null) {
            Require.atLeast("JobStarted", "steps", steps, 1);
        }
        if (discriminators != null) {
            Require.text("JobStarted", "discriminators", discriminators);
        }
    }

    @Override
    public String key() {
        return job;
    }

    @Override
    public String identity() {
        return job + "/" + fromStep;
    }
}
