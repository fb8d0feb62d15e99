package org.dengbej.prep.filter;

import java.io.IOException;
import org.dengbej.events.Filters;
import org.dengbej.prep.source.Recording;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.audio.AudioDecoder;
import org.dengbej.speech.audio.DecodeLimits;
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

    /**
     * @param filters      of the request
     * @param voice        for which is prepared
     * @param maxFileBytes of a sound file
     */
    public UtteranceFilter(Filters filters, VoiceFormat voice, long maxFileBytes) {
        this.filters = filters;
        this.voice = voice;
        this.maxFileBytes = maxFileBytes;
        this.frontend = new TextFrontend(voice.tokenizer());
    }

    public FilterResult decide(Recording recording) {
        if (recording.upVotes() != null && recording.upVotes() < filters.minUpvotes()) {
            return rejected(
                    recording, RejectionReason.TOO_FEW_UPVOTES, "%d of %d", recording.upVotes(), filters.minUpvotes());
        }
        if (recording.downVotes() != null && recording.downVotes() > filters.maxDownvotes()) {
            return rejected(
                    recording,
                    RejectionReason.TOO_MANY_DOWNVOTES,
                    "%d of %d",
                    recording.downVotes(),
                    filters.maxDownvotes());
        }
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
            String text = spoken.text().isBlank() ? recording.text() : spoken.text();
            return decide(recording, spoken, voice.tokenizer().encode(text));
        } catch (UnspeakableTextException e) {
            return rejected(recording, RejectionReason.UNSPEAKABLE_TEXT, "%s", e.getMessage());
        }
    }

    private FilterResult decide(Recording recording, SpokenText spoken, long[] inputIds) {
        if (inputIds.length >= filters.maxTokens()) {
            return rejected(
                    recording,
                    RejectionReason.TOO_MANY_TOKENS,
                    "%d, fewer than %d",
                    inputIds.length,
                    filters.maxTokens());
        }
        try {
            DecodeLimits limits = new DecodeLimits(maxFileBytes, filters.maxSeconds());
            byte[] file = recording.sound().read(maxFileBytes);
            return decide(recording, spoken, inputIds, AudioDecoder.decode(file, voice.sampleRateHz(), limits));
        } catch (SoundTooLongException e) {
            return rejected(recording, RejectionReason.TOO_LONG, "%s", e.getMessage());
        } catch (UnreadableAudioException e) {
            return rejected(recording, RejectionReason.UNDECODABLE_AUDIO, "%s", e.getMessage());
        } catch (IOException e) {
            return rejected(recording, RejectionReason.MISSING_AUDIO, "%s", e.getMessage());
        }
    }

    private FilterResult decide(Recording recording, SpokenText spoken, long[] inputIds, Audio audio) {
        if (audio.seconds() < filters.minSeconds()) {
            return rejected(
                    recording, RejectionReason.TOO_SHORT, "%.2f s of %.2f s", audio.seconds(), filters.minSeconds());
        }
        int frames = audio.samples().length / voice.hopSamples();
        if (frames < inputIds.length) {
            // A frame has one token, so there would be no alignment.
            return rejected(
                    recording,
                    RejectionReason.FEWER_FRAMES_THAN_TOKENS,
                    "%d frames, %d tokens",
                    frames,
                    inputIds.length);
        }
        return new FilterResult.Kept(
                recording, text(recording, spoken), inputIds, audio.pcm16(), audio.sampleRateHz(), spoken.dropped(), null);
    }

    /** The text as it was written, so that another voice may learn its punctuation; without what this voice dropped. */
    private static String text(Recording recording, SpokenText spoken) {
        return spoken.dropped().isEmpty() ? TextFrontend.written(recording.text()) : spoken.text();
    }

    private static FilterResult rejected(Recording recording, RejectionReason reason, String detail, Object... found) {
        return new FilterResult.Rejected(recording, reason, detail.formatted(found));
    }
}
