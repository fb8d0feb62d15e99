package org.dengbej.feedback.web;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;
import java.util.List;
import java.util.UUID;

/**
 * Messages that say why a request was refused; their texts are in {@code messages/reason_*.properties}, one file per language. Pages
 * show them in the listener's language, the JSON API in English.
 */
@MessageBundle(value = "reason", locale = "en")
public interface ReasonMessages {

    // A field that is not what it has to be

    @Message
    String missing(String field);

    @Message
    String notUuid(String field);

    @Message
    String notANumber(String field);

    @Message
    String tooManyCharacters(String field, int max);

    @Message
    String notStorable(String field);

    @Message
    String scoreOutOfRange(int score);

    @Message
    String unknownProblem(List<String> known);

    @Message
    String notAMoment(String field);

    @Message
    String outOfRange(String field, int min, int max);

    @Message
    String timeOutOfRange(String field, String min, String max);

    // Something that is not there, or is there already

    @Message
    String noSuchVoice();

    @Message
    String noSuchSentence();

    @Message
    String noSuchRating();

    @Message
    String noSuchListener();

    @Message
    String listenerBanned();

    @Message
    String otherRatingCounts();

    @Message
    String otherRecordingCounts();

    @Message
    String jobOpen();

    // A recording that cannot be used

    /** {@code max} and {@code found} in MiB. */
    @Message
    String recordingTooLarge(double max, double found);

    @Message
    String recordingTooShort(double minSeconds, double foundSeconds);

    @Message
    String recordingTooLong(double maxSeconds);

    @Message
    String unreadableRecording();

    @Message
    String recordingSilent();

    @Message
    String recordingWithoutSpeech();

    @Message
    String recordingClipped(double percent);

    @Message
    String recordingNoisy(double minDecibels, double foundDecibels);

    @Message
    String recordingLongerThanText();

    @Message
    String recordingShorterThanText();

    // Not now

    @Message
    String tooManyReads(int maxPerMinute);

    @Message
    String tooManyRatings(int maxPerMinute);

    @Message
    String tooManyUploads(int maxPerMinute);

    @Message
    String tooManySignIns(int maxPerMinute);

    @Message
    String tooManyRecordingsAtOnce();

    @Message
    String tooManyAtOnce();

    @Message
    String stopping();

    @Message
    String databaseUnavailable();

    @Message
    String internalError(UUID id);

    // A request that this service does not take

    @Message
    String nothingHere();

    @Message
    String wrongMethod();

    @Message
    String wrongFormat();

    @Message
    String wrongType();

    @Message
    String noFormsHere();

    @Message
    String unreadableForm();

    @Message
    String unreadableRequest();

    @Message
    String unreadableBody();

    @Message
    String notJson();

    @Message
    String fieldOrFileTooLarge();

    @Message
    String bodyTooLarge(long maxFieldBytes, long maxBytes);

    @Message
    String otherSite();

    @Message
    String operatorKeyMissing();

    @Message
    String operatorRoleMissing();

    @Message
    String refused(int status);

    // Cards and versions

    @Message
    String noSuchCard();

    @Message
    String noSuchSound();

    @Message
    String cardSkipped();

    @Message
    String otherAnswerCounts();

    @Message
    String recordingExpected();

    @Message
    String noRecordingExpected();

    @Message
    String unknownPreference();

    @Message
    String noSuchRecording();

    @Message
    String recordingHasJob();

    @Message
    String noTrainingData();

    @Message
    String noSuchVersion(int number);

    @Message
    String isChampion(int number);

    @Message
    String folderUnknown(int number);

    @Message
    String noSuchJob();

    @Message
    String unknownDecision();

    @Message
    String notAnAddress();

    @Message
    String unknownEventType(List<String> known);

    @Message
    String noSuchWebhook();

    @Message
    String noPredecessor();

    @Message
    String cannotSpeak(int number);

    @Message
    String unknownRole();

    @Message
    String anonymousApiOff();

    // Consents and erasure

    /** {@code version}: the one that counts. */
    @Message
    String consentMissing(int version);

    @Message
    String consentOutdated(int version);

    @Message
    String unknownLanguage();

    @Message
    String recordingErased();

    @Message
    String notSure();
}
