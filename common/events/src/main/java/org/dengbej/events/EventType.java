package org.dengbej.events;

import java.util.Arrays;
import java.util.Optional;

/** The CloudEvents types, each with its record and its topic. */
public enum EventType {
    PREPARE_DATASET(PrepareDataset.class, Topics.DATASET_REQUESTS),
    DATASET_PROGRESS(DatasetProgress.class, Topics.DATASETS),
    DATASET_PREPARED(DatasetPrepared.class, Topics.DATASETS),
    DATASET_FAILED(DatasetFailed.class, Topics.DATASETS),
    DATASET_PLANNED(DatasetPlanned.class, Topics.PREPARATIONS),
    PREPARE_SHARD(PrepareShard.class, Topics.PREPARATION_SHARDS),
    SHARD_PREPARED(ShardPrepared.class, Topics.PREPARATIONS),
    SHARD_FAILED(ShardFailed.class, Topics.PREPARATIONS),
    TRAIN_VOICE(TrainVoice.class, Topics.TRAINING_JOBS),
    CANCEL_JOB(CancelJob.class, Topics.JOB_COMMANDS),
    JOB_STARTED(JobStarted.class, Topics.TRAINING_EVENTS),
    STEPS_TRAINED(StepsTrained.class, Topics.TRAINING_EVENTS),
    EPOCH_EVALUATED(EpochEvaluated.class, Topics.TRAINING_EVENTS),
    BATCH_SKIPPED(BatchSkipped.class, Topics.TRAINING_EVENTS),
    JOB_COMPLETED(JobCompleted.class, Topics.TRAINING_EVENTS),
    JOB_CANCELLED(JobCancelled.class, Topics.TRAINING_EVENTS),
    JOB_FAILED(JobFailed.class, Topics.TRAINING_EVENTS),
    CHECKPOINT_SAVED(CheckpointSaved.class, Topics.CHECKPOINTS),
    RATING_GIVEN(RatingGiven.class, Topics.FEEDBACK),
    CORRECTION_RECORDED(CorrectionRecorded.class, Topics.FEEDBACK),
    VOICE_PROMOTED(VoicePromoted.class, Topics.FEEDBACK),
    VOICE_ROLLED_BACK(VoiceRolledBack.class, Topics.FEEDBACK);

    /** The type of a {@link org.dengbej.events.batch.PreparedBatch} record, whose body is safetensors instead of JSON. */
    public static final String PREPARED_BATCH = "org.dengbej.PreparedBatch.v1";

    private final Class<? extends Event> record;
    private final String topic;

    EventType(Class<? extends Event> record, String topic) {
        this.record = record;
        this.topic = topic;
    }

    /** The {@code ce_type} header, e.g. {@code org.dengbej.TrainVoice.v1}. */
    public String type() {
        return "org.dengbej." + record.getSimpleName() + ".v1";
    }

    public Class<? extends Event> record() {
        return record;
    }

    /** The topic on which events of this type travel. */
    public String topic() {
        return topic;
    }

    public static EventType of(Event event) {
        return of(event.getClass());
    }

    public static EventType of(Class<? extends Event> record) {
        return Arrays.stream(values())
                .filter(type -> type.record == record)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(record + " has no event type; add it to EventType"));
    }

    /** The type that {@code type} is another version of; empty for its own version, and for what we do not know. */
    public static Optional<EventType> ofOtherVersion(String type) {
        return Arrays.stream(values())
                .filter(known ->
                        !known.type().equals(type) && unversioned(known.type()).equals(unversioned(type)))
                .findFirst();
    }

    private static String unversioned(String type) {
        return type.replaceFirst("\\.v[0-9]+$", "");
    }

    /** The type whose {@code ce_type} is {@code type}; empty for one we do not know. */
    public static Optional<EventType> parse(String type) {
        return Arrays.stream(values()).filter(t -> t.type().equals(type)).findFirst();
    }
}
