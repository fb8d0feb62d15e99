package org.dengbej.feedback.consent;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** Messages of consents; their texts are in {@code messages/consent_*.properties}, one file per language. */
@MessageBundle(value = "consent", locale = "en")
public interface ConsentMessages {

    @Message
    String title();

    /** The text of version 0, for voices whose operators have set none. */
    @Message
    String defaultText();

    /** Beside the box that is ticked. */
    @Message
    String agreed();

    @Message
    String agree();
}
