package org.dengbej.feedback.listening;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;
import org.dengbej.feedback.rating.RatingProblem;
import org.dengbej.feedback.rating.Score;

/** Messages of the cards; their texts are in {@code messages/listening_*.properties}, one file per language. */
@MessageBundle(value = "listening", locale = "en")
public interface ListeningMessages {

    @Message
    String listen();

    @Message
    String question();

    @Message
    String scale();

    @Message
    String progress(Integer number, Integer count);

    @Message
    String score(Score score);

    @Message
    String problems();

    @Message
    String problem(RatingProblem problem);

    @Message
    String comment();

    @Message
    String pairQuestion();

    @Message
    String firstSound();

    @Message
    String secondSound();

    @Message
    String firstBetter();

    @Message
    String secondBetter();

    @Message
    String noDifference();

    @Message
    String reviewTitle();

    @Message
    String saysText();

    @Message
    String clear();

    @Message
    String yes();

    @Message
    String no();

    @Message
    String recordTitle();

    @Message
    String correction();

    @Message
    String correctionReason();

    @Message
    String send();

    @Message
    String skip();

    @Message
    String thanks();

    @Message
    String allDone();

    @Message
    String noVoice();

    @Message
    String noVoiceYet();
}
