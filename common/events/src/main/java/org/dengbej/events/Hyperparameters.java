package org.dengbej.events;

/**
 * Every knob of a training job. An absent field has its default, which is the scripts' or PyTorch's.
 *
 * @param gradientAccumulationSteps micro-batches a step; 8
 * @param learningRate              2e-5
 * @param epochs                    10
 * @param fp16                      loss scaling and half precision; absent: on when a GPU is there
 * @param beta1                     of AdamW; 0.9
 * @param beta2                     of AdamW; 0.999
 * @param epsilon                   of AdamW; 1e-8
 * @param weightDecay               of AdamW; 0.01
 * @param maxGradientNorm           global norm to clip to; 0: none; 1
 * @param checkpointEveryEpochs     2; 0: never
 * @param checkpointEverySteps      500; 0: never
 */
public record Hyperparameters(
        Integer gradientAccumulationSteps,
        Double learningRate,
        Integer epochs,
        Boolean fp16,
        Double beta1,
        Double beta2,
        Double epsilon,
        Double weightDecay,
        Double maxGradientNorm,
        Integer checkpointEveryEpochs,
        Integer checkpointEverySteps) {

    public static final Hyperparameters DEFAULT =
            new Hyperparameters(null, null, null, null, null, null, null, null, null, null, null);

    public Hyperparameters {
        gradientAccumulationSteps = gradientAccumulationSteps == null ? 8 : gradientAccumulationSteps;
        learningRate = learningRate == null ? 2e-5 : learningRate;
        epochs = epochs == null ? 10 : epochs;
        beta1 = beta1 == null ? 0.9 : beta1;
        beta2 = beta2 == null ? 0.999 : beta2;
        epsilon = epsilon == null ? 1e-8 : epsilon;
        weightDecay = weightDecay == null ? 0.01 : weightDecay;
        maxGradientNorm = maxGradientNorm == null ? 1.0 : maxGradientNorm;
        checkpointEveryEpochs = checkpointEveryEpochs == null ? 2 : checkpointEveryEpochs;
        checkpointEverySteps = checkpointEverySteps == null ? 500 : checkpointEverySteps;
        Require.atLeast("Hyperparameters", "gradientAccumulationSteps", gradientAccumulationSteps, 1);
        Require.moreThan("Hyperparameters", "learningRate", learningRate, 0);
        Require.atLeast("Hyperparameters", "epochs", epochs, 1);
        Require.between("Hyperparameters", "beta1", beta1, 0, 0.999999);
        Require.between("Hyperparameters", "beta2", beta2, 0, 0.9999999);
        Require.moreThan("Hyperparameters", "epsilon", epsilon, 0);
        Require.atLeast("Hyperparameters", "weightDecay", weightDecay, 0);
        Require.atLeast("Hyperparameters", "maxGradientNorm", maxGradientNorm, 0);
        Require.atLeast("Hyperparameters", "checkpointEveryEpochs", checkpointEveryEpochs, 0);
        Require.atLeast("Hyperparameters", "checkpointEverySteps", checkpointEverySteps, 0);
    }
}
