package org.dengbej.trainer.checkpoint;

import java.nio.file.Path;
import java.util.List;
import org.dengbej.events.CheckpointSaved.Sample;

/**
 * A model folder that lies in its place.
 *
 * @param folder  where
 * @param sha256  of its {@code model.safetensors}, in hexadecimal
 * @param samples spoken by it
 */
public record SavedVoice(Path folder, String sha256, List<Sample> samples) {}
