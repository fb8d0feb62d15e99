package org.dengbej.events;

import java.net.URI;

/**
 * A checkpoint has become the voice that listeners hear.
 *
 * @param voice    the voice; also the record key
 * @param model    its folder
 * @param sha256   of its weights
 * @param previous SHA-256 of the one it replaces; absent: none
 */
public record VoicePromoted(String voice, URI model, String sha256, String previous) implements Event {

    public VoicePromoted {
        Require.name("VoicePromoted", "voice", voice);
        Require.present("VoicePromoted", "model", model);
        Require.text("VoicePromoted", "sha256", sha256);
    }

    @Override
    public String key() {
        return voice;
    }

    @Override
    public String identity() {
        return voice + "/" + sha256;
    }
}
