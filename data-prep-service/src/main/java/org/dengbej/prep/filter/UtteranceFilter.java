package org.dengbej.prep.filter;

import java.io.IOException;
import java.util.Optional;
import org.dengbej.events.Filters;
import org.dengbej.events.SoundConditioning;
import org.dengbej.prep.sound.ConditionedSound;
import org.dengbej.prep.sound.SoundConditioner;
import org.dengbej.prep.source.Recording;
import org.dengbej.speech.audio.AudioDecoder;
import org.dengbej.speech.audio.DecodeLimits;
import org.dengbej.speech.audio.DecodedAudio;
import org.dengbej.speech.audio.SoundTooLongException;
import org.dengbej.speech.audio.UnreadableAudioException;
import org.dengbej.speech.text.SpokenText;
import org.dengbej.speech.text.TextFrontend;
import org.dengbej.speech.text.UnspeakableTextException;

/**
 * A filter of recordings that decides by what is cheap to know first: votes, then the text, then the sound.
 */
public final class UtteranceFilter {

    private final Filters filters;
    private final VoiceFormat voice;
    private final long maxFileBytes;
    private final TextFrontend frontend;
    private final SoundConditioner conditioner;
    private final SoundFilter soundFilter;

    /** A filter that conditions the sound as the defaults do. */
    public UtteranceFilter(Filters filters, VoiceFormat voice, long maxFileBytes) {
        this(filters, SoundConditioning.DEFAULT, voice, maxFileBytes);
    }

    /**
     * @param filters      of the request
     * @param conditioning of the sound that is kept
     * @param voice        for which is prepared
     * @param maxFileBytes of a sound file
     */
    public UtteranceFilter(Filters filters, SoundConditioning conditioning, VoiceFormat voice, long maxFileBytes) {
        this.filters = filters;
        this.voice = voice;
        this.maxFileBytes = maxFileBytes;
        this.frontend = new TextFrontend(voice.tokenizer());
        this.conditioner = new SoundConditioner(conditioning, filters.minSeconds(), voice.sampleRateHz());
        this.soundFilter = new SoundFilter(filters);
    }

    /** The rejection of a recording by its votes; empty where it has those that a filter wants, or none are known. */
    public static Optional<FilterResult> rejectByVotes(Recording recording, Filters filters) {
        if (recording.upVotes() != null && recording.upVotes() < filters.minUpvotes()) {
            return Optional.of(rejected(
                    recording, RejectionReason.TOO_FEW_UPVOTES, "%d of %d", recording.upVotes(), filters.minUpvotes()));
        }
        if (recording.downVotes() != null && recording.downVotes() > filters.maxDownvotes()) {
            return Optional.of(rejected(
                    recording,
                    RejectionReason.TOO_MANY_DOWNVOTES,
                    "%d of %d",
                    recording.downVotes(),
                    filters.maxDownvotes()));
        }
        return Optional.empty();
    }

    public FilterResult decide(Recording recording) {
        return rejectByVotes(recording, filters).orElseGet(() -> decideByText(recording));
    }

    private FilterResult decideByText(Recording recording) {
        if (recording.text() == null || recording.text().isBlank()) {
            return rejected(recording, RejectionReason.EMPTY_TEXT, "no text");
        }
        try {
            SpokenText spoken = frontend.process(recording.text());
            if (!spoken.dropped().isEmpty() && !filters.keepDropped()) {
                return new FilterResult.Rejected(
                        recording,
                        RejectionReason.UNKNOWN_CHARACTERS,
                        "dropped: %s, in '%s'".formatted(spoken.droppedSummary(), recording.text()),
                        spoken.dropped());
            }
            return decide(recording, spoken, voice.tokenizer().encode(spokenText(recording, spoken)));
        } catch (UnspeakableTextException e) {
            return rejected(recording, RejectionReason.UNSPEAKABLE_TEXT, "%s", e.getMessage());
        }
    }

    private FilterResult decide(Recording recording, SpokenText spoken, long[] inputIds) {
        if (inputIds.length >= filters.maxTokens()) {
            return rejected(
                    recording,
                    RejectionReason.TOO_MANY_TOKENS,
                    "%d tokens, expected fewer than %d",
                    inputIds.length,
                    filters.maxTokens());
        }
        try {
            DecodeLimits limits = new DecodeLimits(maxFileBytes, filters.maxSeconds());
            byte[] file = recording.sound().read(maxFileBytes);
            DecodedAudio decoded = AudioDecoder.decodeWithLevels(file, voice.sampleRateHz(), limits);
            return decide(recording, spoken, inputIds, conditioner.condition(decoded, spokenText(recording, spoken)));
        } catch (SoundTooLongException e) {
            return rejected(recording, RejectionReason.TOO_LONG, "%s", e.getMessage());
        } catch (UnreadableAudioException e) {
            return rejected(recording, RejectionReason.UNDECODABLE_AUDIO, "%s", e.getMessage());
        } catch (IOException e) {
            return rejected(recording, RejectionReason.MISSING_AUDIO, "%s", e.getMessage());
        }
    }

    private FilterResult decide(Recording recording, SpokenText spoken, long[] inputIds, ConditionedSound sound) {
        Optional<SoundFilter.Finding> finding = soundFilter.find(sound.measures());
        if (finding.isPresent()) {
            return new FilterResult.Rejected(
                    recording, finding.get().reason(), finding.get().detail(), spoken.dropped(), sound.measures());
        }
        int frames = sound.audio().samples().length / voice.hopSamples();
        if (frames < inputIds.length) {
            // A frame has one token, so there would be no alignment.
            return new FilterResult.Rejected(
                    recording,
                    RejectionReason.FEWER_FRAMES_THAN_TOKENS,
                    "%d frames, %d tokens".formatted(frames, inputIds.length),
                    spoken.dropped(),
                    sound.measures());
        }
        return new FilterResult.Kept(
                recording,
                text(recording, spoken),
                inputIds,
                sound.audio().pcm16(),
                sound.audio().sampleRateHz(),
                spoken.dropped(),
                sound.measures());
    }

    private static String spokenText(Recording recording, SpokenText spoken) {
        return spoken.text().isBlank() ? recording.text() : spoken.text();
    }

    /** The text as it was written, so that another voice may learn its punctuation; without what this voice dropped. */
    private static String text(Recording recording, SpokenText spoken) {
        return spoken.dropped().isEmpty() ? TextFrontend.written(recording.text()) : spoken.text();
    }

    private static FilterResult rejected(Recording recording, RejectionReason reason, String detail, Object... found) {
        return new FilterResult.Rejected(recording, reason, detail.formatted(found));
    }
}
