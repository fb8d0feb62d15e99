package org.dengbej.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Something that happened or is asked for; travels as a CloudEvent with a JSON body. */
public sealed interface Event
        permits PrepareDataset,
                DatasetProgress,
                DatasetPrepared,
                DatasetFailed,
                DatasetPlanned,
                PrepareShard,
                ShardPrepared,
                ShardFailed,
                TrainVoice,
                CancelJob,
                JobStarted,
                StepsTrained,
                EpochEvaluated,
                BatchSkipped,
                JobCompleted,
                JobCancelled,
                JobFailed,
                CheckpointSaved,
                RatingGiven,
                CorrectionRecorded,
                VoicePromoted,
                VoiceRolledBack {

    /** The record key: what must keep its order. */
    @JsonIgnore
    String key();

    /** The event's identity: two events of a type with the same one are one, sent twice. */
    @JsonIgnore
    String identity();

    /** The CloudEvents id: the same for the same type and identity, whoever computes it, whenever. */
    @JsonIgnore
    default String id() {
        return id(EventType.of(this), identity());
    }

    /** The same of an event of which only type and identity are known. */
    static String id(EventType type, String identity) {
        String name = type.type() + '\n' + identity;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** The CloudEvents type. */
    @JsonIgnore
    default EventType type() {
        return EventType.of(this);
    }
}
