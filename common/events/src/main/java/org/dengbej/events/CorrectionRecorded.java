package org.dengbej.events;

import java.net.URI;
import java.time.Instant;

/**
 * A listener has said a sentence better.
 *
 * @param correction its id
 * @param voice      the voice; also the record key
 * @param rating     the rating it came with; absent: none
 * @param text       what is said
 * @param recording  WAV file
 * @param seconds    its length
 * @param at         when
 */
public record CorrectionRecorded(
        String correction, String voice, String rating, String text, URI recording, double seconds, Instant at)
        implements Event {

    public CorrectionRecorded {
        Require.text("CorrectionRecorded", "correction", correction);
        Require.name("CorrectionRecorded", "voice", voice);
        Require.text("CorrectionRecorded", "text", text);
        Require.present("CorrectionRecorded", "recording", recording);
        Require.moreThan("CorrectionRecorded", "seconds", seconds, 0);
        Require.present("CorrectionRecorded", "at", at);
    }

    @Override
    public String key() {
        return voice;
    }

    @Override
    public String identity() {
        return correction;
    }
}
