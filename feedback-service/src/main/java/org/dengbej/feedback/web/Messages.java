package org.dengbej.feedback.web;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** Messages that all pages share; their texts are in {@code messages/msg_*.properties}, one file per language. */
@MessageBundle(locale = "en")
public interface Messages {

    @Message
    String pageTitle();

    /** Purpose of the site, in a sentence. */
    @Message
    String pageDescription();

    /** Name of the list of languages. */
    @Message
    String languages();

    @Message
    String back();

    /** Link to the listener's own page. */
    @Message
    String mine();

    @Message
    String errorTitle(ErrorPage error);

    /** Advice to the listener. */
    @Message
    String errorAdvice(ErrorPage error);

    /** Title of an error that has none of its own. */
    @Message
    String otherErrorTitle();
}
