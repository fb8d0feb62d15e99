package org.dengbej.trainer.checkpoint;

import java.nio.file.Path;
import java.util.Map;
import org.dengbej.events.safetensors.Tensor;

/**
 * A checkpoint that was read back.
 *
 * @param folder     where it lies; a model folder
 * @param state      how far the run was
 * @param parameters the weights as they are trained
 * @param optimizer  moments
 */
public record Checkpoint(
        Path folder, TrainingState state, Map<String, Tensor> parameters, Map<String, Tensor> optimizer) {}
