package org.dengbej.events;

/**
 * A checkpoint was taken back.
 *
 * @param voice  the voice; also the record key
 * @param from   SHA-256 of the weights taken back
 * @param to     SHA-256 of the weights that speak again
 * @param reason why
 */
public record VoiceRolledBack(String voice, String from, String to, String reason) implements Event {

    public VoiceRolledBack {
        Require.name("VoiceRolledBack", "voice", voice);
        Require.text("VoiceRolledBack", "from", from);
        Require.text("VoiceRolledBack", "to", to);
        Require.text("VoiceRolledBack", "reason", reason);
    }

    @Override
    public String key() {
        return voice;
    }

    @Override
    public String identity() {
        return voice + "/" + from + "/" + to;
    }
}
