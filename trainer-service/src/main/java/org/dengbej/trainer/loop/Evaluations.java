package org.dengbej.trainer.loop;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.dengbej.evaluation.Evaluation;
import org.dengbej.evaluation.MelFrames;
import org.dengbej.events.TrainVoice;
import org.dengbej.trainer.checkpoint.BestVoice;
import org.dengbej.trainer.checkpoint.CheckpointStore;
import org.dengbej.trainer.evaluation.ValidationSpeech;
import org.dengbej.trainer.learner.Learner;
import org.dengbej.trainer.report.JobEventPublisher;
import org.dengbej.trainer.report.TrainingReporter;
import org.dengbej.trainer.step.DeviceMemoryException;
import org.dengbej.trainer.step.MicroBatch;
import org.dengbej.trainer.step.OutOfMemory;
import org.dengbej.trainer.step.ValidationLoss;
import org.dengbej.vits.Voice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The evaluations of a run on its validation split, and the best voice of them. */
final class Evaluations {

    private static final Logger LOG = LoggerFactory.getLogger(Evaluations.class);

    /** Utterances that are spoken: some tell as much as all, and cost less. */
    private static final int MAX_SPOKEN_UTTERANCES = 8;

    private final TrainVoice job;
    private final Learner learner;
    private final CheckpointStore store;
    private final JobEventPublisher publisher;
    private final RunEvents events;
    private final TrainingReporter reporter;
    private final Progress progress;
    private final ValidationLoss loss;
    private final ValidationSpeech speech;

    /** Null where it lies in its folder. */
    private BestVoice unwrittenBest;

    /**
     * @param validation what is measured on; empty: nothing
     * @param melFrames  of the voice's rate
     * @param job        whose seed is that of the speech
     */
    Evaluations(
            Learner learner,
            List<MicroBatch> validation,
            MelFrames melFrames,
            TrainVoice job,
            CheckpointStore store,
            JobEventPublisher publisher,
            RunEvents events,
            TrainingReporter reporter,
            Progress progress) {
        this.job = job;
        this.learner = learner;
        this.store = store;
        this.publisher = publisher;
        this.events = events;
        this.reporter = reporter;
        this.progress = progress;
        this.loss = new ValidationLoss(learner.objective(), learner.optimizerStep(), validation);
        this.speech = new ValidationSpeech(
                validation.stream().map(MicroBatch::batch).toList(), MAX_SPOKEN_UTTERANCES, melFrames, job.seed());
    }

    /**
     * Evaluates the voice that would be published now, once at a step, and keeps it where none before was better.
     *
     * @return false when there was nothing to do
     */
    boolean evaluate() {
        if (progress.isEvaluated()) {
            return false;
        }
        progress.evaluated();
        return learner.asPublished(this::evaluatePublished);
    }

    private boolean evaluatePublished() {
        Map<String, Double> losses = loss.losses();
        if (losses.isEmpty()) {
            return false;
        }
        Evaluation spoken = speech.evaluate(learner.model(), learner.tokenizer());
        OptionalDouble score = spoken.measures().score();
        boolean best = score.isPresent() && progress.isBest(score.getAsDouble()) && keep();
        if (best) {
            progress.best(score.getAsDouble());
        } else {
            progress.notBest();
        }
        reporter.evaluated(progress.steps(), losses, spoken);
        events.evaluated(progress, loss.utterances(), losses, spoken.measures(), best);
        return true;
    }

    /**
     * Keeps the voice as it is. Where it cannot be written, on a full disk, a copy is held in memory until it can: the job ends with it
     * all the same.
     */
    private boolean keep() {
        publisher.assertHeld();
        BestVoice best = new BestVoice(Voice.of(learner.model(), learner.tokenizer()), learner.discriminator());
        try {
            return OutOfMemory.expecting(() -> writtenOrHeld(best));
        } catch (DeviceMemoryException e) {
            LOG.warn("best voice not kept: job={} step={} reason={}", job.job(), progress.steps(), e.getMessage(), e);
            return false;
        }
    }

    private boolean writtenOrHeld(BestVoice best) {
        try {
            store.saveBest(best);
            unwrittenBest = null;
        } catch (IOException e) {
            LOG.warn(
                    "best voice not written yet: job={} step={} reason={}",
                    job.job(),
                    progress.steps(),
                    e.getMessage(),
                    e);
            unwrittenBest = best.copied();
        }
        return true;
    }

    /** Writes what is held in memory, if anything. */
    void writeBest() throws IOException {
        if (unwrittenBest != null) {
            store.saveBest(unwrittenBest);
            unwrittenBest = null;
        }
    }

    /** The voice of the best evaluation. */
    BestVoice best() {
        return unwrittenBest == null ? store.best() : unwrittenBest;
    }
}
