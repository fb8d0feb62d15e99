package org.dengbej.feedback.listening;

import java.util.List;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** The fields of a card's form; each kind of card has some of them. */
public class CardForm {

    static final String SKIP = "skip";

    @RestForm
    String score;

    @RestForm
    List<String> problems;

    @RestForm
    String comment;

    @RestForm
    String preference;

    @RestForm
    String saysText;

    @RestForm
    String clear;

    /** 1 when the page saw the sound played to its end, 0 when not; absent where the page has no script. */
    @RestForm
    String heard;

    /** {@value #SKIP}, or absent. */
    @RestForm
    String action;

    @RestForm
    String lang;

    @RestForm
    FileUpload recording;

    boolean isSkipped() {
        return SKIP.equals(action);
    }

    boolean hasRecording() {
        return recording != null && recording.size() > 0;
    }

    /** Null where the page has no script. */
    Boolean played() {
        return heard == null ? null : heard.equals("1");
    }
}
