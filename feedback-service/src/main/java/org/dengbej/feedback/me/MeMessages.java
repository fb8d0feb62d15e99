package org.dengbej.feedback.me;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** Messages of a listener's own page; their texts are in {@code messages/me_*.properties}, one file per language. */
@MessageBundle(value = "me", locale = "en")
public interface MeMessages {

    @Message
    String title();

    /** That a cookie is all that is known, and what follows. */
    @Message
    String who();

    @Message
    String nothing();

    @Message
    String recordings();

    @Message
    String noRecordings();

    @Message
    String hear();

    @Message
    String seconds(double seconds);

    @Message
    String state(RecordingState state);

    @Message
    String versions(String numbers);

    @Message
    String download();

    @Message
    String erase();

    @Message
    String answers();

    @Message
    String counts(int ratings, int votes, int reviews);

    @Message
    String receipts();

    @Message
    String receipt(String voice, int version);

    @Message
    String everything();

    @Message
    String forgetMe();

    /** The meaning of being forgotten. */
    @Message
    String forgetting();

    @Message
    String sure();

    @Message
    String forget();
}
