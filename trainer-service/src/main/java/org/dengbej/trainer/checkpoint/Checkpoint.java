package org.dengbej.trainer.checkpoint;

import java.nio.file.Path;
import java.util.Map;
import org.dengbej.safetensors.Tensor;

/**
 * A checkpoint that was read back.
 *
 * @param folder        where it lies; a model folder
 * @param state         how far the run was
 * @param trained       weights as they are trained, and moments
 * @param discriminator weights; empty where the objective has none
 */
public record Checkpoint(
        Path folder, TrainingState state, Map<String, Tensor> trained, Map<String, Tensor> discriminator) {}
