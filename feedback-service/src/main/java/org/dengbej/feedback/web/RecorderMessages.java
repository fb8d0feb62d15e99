package org.dengbej.feedback.web;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/**
 * Messages of the recorder and of the outbox in the browser ({@code recorder.js}); their texts are in
 * {@code messages/recorder_*.properties}, one file per language.
 */
@MessageBundle(value = "recorder", locale = "en")
public interface RecorderMessages {

    @Message
    String record();

    @Message
    String stop();

    @Message
    String cancel();

    @Message
    String play();

    @Message
    String pause();

    @Message
    String again();

    @Message
    String discard();

    @Message
    String level();

    @Message
    String upload();

    @Message
    String kept();

    /** A recording is needed, and there is none. */
    @Message
    String required();

    @Message
    String tooShort(double minSeconds);

    @Message
    String tooLong(double maxSeconds);

    @Message
    String tooLarge(double maxMegabytes);

    // Why it cannot record

    /** The page did not come over HTTPS. */
    @Message
    String insecure();

    @Message
    String unsupported();

    @Message
    String denied();

    @Message
    String noDevice();

    @Message
    String busy();

    @Message
    String failed();

    // The outbox

    @Message
    String sending();

    @Message
    String sent();

    @Message
    String offline();

    @Message
    String retrying();

    @Message
    String gaveUp();

    @Message
    String sendNow();

    @Message
    String refused();
}
