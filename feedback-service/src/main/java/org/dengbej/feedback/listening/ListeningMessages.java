package org.dengbej.feedback.listening;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;
import org.dengbej.feedback.rating.RatingProblem;
import org.dengbej.feedback.rating.Score;

/** Messages of the listening page; their texts are in {@code messages/listening_*.properties}, one file per language. */
@MessageBundle(value = "listening", locale = "en")
public interface ListeningMessages {

    @Message
    String listen();

    @Message
    String question();

    @Message
    String score(Score score);

    @Message
    String problems();

    @Message
    String problem(RatingProblem problem);

    @Message
    String comment();

    @Message
    String correction();

    @Message
    String correctionReason();

    @Message
    String send();

    @Message
    String thanks();

    @Message
    String answerSaved();

    @Message
    String nextSentence();

    @Message
    String noVoiceYet();
}
