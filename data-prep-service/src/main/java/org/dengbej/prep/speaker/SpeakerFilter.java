package org.dengbej.prep.speaker;

import java.util.Objects;
import java.util.Optional;
import org.dengbej.events.SpeakerSelection;
import org.dengbej.prep.filter.FilterResult;
import org.dengbej.prep.filter.RejectionReason;
import org.dengbej.prep.source.Recording;

/** The part of a selection of speakers that is decided before anything is decoded: a speaker who is named, a gender. */
public final class SpeakerFilter {

    private static final String UNKNOWN = "unknown";

    private final String speaker;
    private final String gender;

    public SpeakerFilter(SpeakerSelection selection) {
        this.speaker = SpeakerChoice.named(selection) ? selection.speaker() : null;
        this.gender = Gender.normalized(selection.gender());
    }

    /** The reason why a recording is not wanted; empty where it may be. */
    public Optional<FilterResult> reject(Recording recording) {
        if (speaker != null && !speaker.equals(recording.speaker())) {
            return Optional.of(new FilterResult.Rejected(
                    recording,
                    RejectionReason.OTHER_SPEAKER,
                    "speaker %s, only %s is wanted"
                            .formatted(Objects.requireNonNullElse(recording.speaker(), UNKNOWN), speaker)));
        }
        String found = Gender.normalized(recording.gender());
        if (gender != null && !gender.equals(found)) {
            return Optional.of(new FilterResult.Rejected(
                    recording,
                    RejectionReason.OTHER_GENDER,
                    "gender %s, only %s is wanted".formatted(Objects.requireNonNullElse(found, UNKNOWN), gender)));
        }
        return Optional.empty();
    }
}
