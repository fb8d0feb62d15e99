package org.dengbej.trainer.data;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.dengbej.events.TrainVoice;

/** The place from which jobs have their data. */
public interface DatasetSource {

    /**
     * Opens a job's data sets as one, waiting for those that are still being prepared.
     *
     * @param stop looked at now and then; true ends the waiting
     * @return empty when a stop was asked for first
     * @throws UnusableDatasetException when one cannot be learned from
     */
    Optional<Dataset> open(TrainVoice job, BooleanSupplier stop);
}
