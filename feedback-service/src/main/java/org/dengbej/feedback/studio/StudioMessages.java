package org.dengbej.feedback.studio;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** Messages of the studio. They are in English alone as yet, and therefore here instead of in a file per language. */
@MessageBundle(value = "studio", locale = "en")
public interface StudioMessages {

    @Message("Sign in")
    String signIn();

    @Message("Studio")
    String studio();

    @Message("The operators' key")
    String keyLabel();

    @Message("It is printed by `dengbej up`, and set by dengbej.feedback.operator-key. A session lasts some hours.")
    String keyHint();

    @Message("This is not the operators' key.")
    String wrongKey();

    @Message("Sign out")
    String signOut();

    @Message("To the content")
    String skipToContent();

    @Message("Voices")
    String voices();

    @Message("Voice")
    String voice();

    @Message("There is no voice yet. The first checkpoint of a job makes one.")
    String noVoices();

    @Message("Audit log")
    String audit();

    @Message("Every act of a voice builder, in the studio and by the API, the newest first. Moments are in UTC.")
    String auditIntro();

    @Message("Older")
    String older();

    @Message("Moment")
    String moment();

    @Message("Who")
    String who();

    @Message("Act")
    String act();

    @Message("Subject")
    String subject();

    @Message("Detail")
    String detail();

    @Message("Version {number}")
    String version(Integer number);

    @Message("Versions")
    String versions();

    @Message("Champion")
    String champion();

    @Message("Mean opinion score")
    String score();

    @Message("95 % interval")
    String interval();

    @Message("Ratings")
    String ratings();

    @Message("Listeners")
    String raters();

    @Message("Blind pairs won")
    String pairs();

    @Message("Votes")
    String votes();

    @Message("State")
    String state();

    @Message("Reason")
    String reason();

    @Message("none yet")
    String none();

    @Message("What waits")
    String waits();

    @Message("recordings to review")
    String toReview();

    @Message("approved recordings for the next job")
    String toTrain();

    @Message("events that wait for the broker")
    String outboxWaits();

    @Message("open job")
    String openJob();

    @Message("no open job")
    String noOpenJob();

    @Message("Scores over versions")
    String scoresTitle();

    @Message("Mean opinion score with its 95 % interval over the versions; the table has the numbers.")
    String scoresText();

    @Message("Roll back")
    String rollBack();

    @Message("Listeners hear version {number} again, at once. The present champion is retired.")
    String rollBackQuestion(Integer number);

    @Message("Yes, roll back")
    String rollBackConfirm();

    @Message("Promote")
    String promote();

    @Message("Listeners hear this version at once, whatever its pairs say. The present champion is retired.")
    String promoteQuestion();

    @Message("Yes, promote")
    String promoteConfirm();

    @Message("Its sentences beside the champion's")
    String sideBySide();

    @Message("This version")
    String thisVersion();

    @Message("Ratings that do not count")
    String doesNotCount();

    @Message("Ratings")
    String counts();

    @Message("Review recordings")
    String review();

    @Message("Does the recording say its sentence, clearly?")
    String reviewIntro();

    @Message("Keys: A approves, R rejects, S skips, space plays.")
    String reviewKeys();

    @Message("Approve")
    String approve();

    @Message("Reject")
    String reject();

    @Message("Skip")
    String skip();

    @Message("listeners say yes")
    String reviewsYes();

    @Message("listeners say no")
    String reviewsNo();

    @Message("No recording waits for a review.")
    String nothingToReview();

    @Message("From the first again")
    String fromTheFirst();

    @Message("Jobs")
    String jobs();

    @Message("Job")
    String job();

    @Message("Fine-tune now")
    String startJob();

    @Message("On the approved recordings that wait, and on what the voice was made of.")
    String startJobHint();

    @Message("Started")
    String started();

    @Message("Ended")
    String ended();

    @Message("Trigger")
    String trigger();

    @Message("Recordings")
    String recordings();

    @Message("Cancel the job")
    String cancelJob();

    @Message(
            "The trainer ends it at its next micro-batch, with a checkpoint. Its recordings do not wait for another job.")
    String cancelQuestion();

    @Message("Yes, cancel")
    String cancelConfirm();

    @Message("There was no job yet.")
    String noJobs();

    @Message("Live")
    String live();

    @Message("Losses and measures of the running job, as they come.")
    String liveText();

    @Message("Evaluations")
    String evaluations();

    @Message("Step")
    String step();

    @Message("Measures")
    String measures();

    @Message("Timeline")
    String timeline();

    @Message("From version")
    String fromVersion();

    @Message("It made")
    String madeVersion();

    @Message("Sentences")
    String sentences();

    @Message("To be rated")
    String roleEvaluation();

    @Message("To be recorded")
    String roleRecording();

    @Message("As traps, which say what score to give")
    String roleTrap();

    @Message("The score that the traps ask for")
    String trapScore();

    @Message("held")
    String held();

    @Message("Letters and pairs of letters")
    String coverage();

    @Message("Letters that never occur")
    String lettersMissing();

    @Message("{found} of {all} pairs of letters occur")
    String pairsCovered(Integer found, Integer all);

    @Message("Pairs that never occur (many are in no word)")
    String pairsMissing();

    @Message("Add sentences")
    String addSentences();

    @Message("One per line, 500 at most. Those that are there stay in their role.")
    String addHint();

    @Message("Add")
    String add();

    @Message("Listeners")
    String listeners();

    @Message("Who answered about each version, and which answers do not count and why. Listeners are pseudonyms.")
    String listenersIntro();

    @Message("Data")
    String data();

    @Message(
            "All that listeners gave, as it is now. Listeners are pseudonyms. A comment that a spreadsheet would take for a formula begins with an apostrophe.")
    String dataIntro();

    @Message("Ratings (CSV)")
    String ratingsCsv();

    @Message("Votes on blind pairs (CSV)")
    String pairsCsv();

    @Message("Approved recordings as pairs of sound and text (ZIP)")
    String recordingsZip();

    @Message("Webhooks")
    String webhooks();

    @Message(
            "Events are sent to these addresses as Standard Webhooks: JSON with the headers webhook-id, webhook-timestamp and webhook-signature.")
    String webhooksIntro();

    @Message("Secret")
    String secret();

    @Message("Address")
    String address();

    @Message("Events")
    String events();

    @Message("Add a webhook")
    String addWebhook();

    @Message("Remove")
    String removeWebhook();

    @Message("What was to be sent there is not sent.")
    String removeQuestion();

    @Message("Yes, remove")
    String removeConfirm();

    @Message("Deliveries")
    String deliveries();

    @Message("Attempts")
    String attempts();

    @Message("delivered")
    String delivered();

    @Message("next attempt")
    String nextAttempt();

    @Message("given up")
    String givenUp();

    @Message("Settings")
    String settings();

    @Message(
            "The service's settings as they are in force; FeedbackConfig documents each. They are changed where the service is configured, and when it is started again.")
    String settingsIntro();

    @Message("Setting")
    String setting();

    @Message("Value")
    String value();
}
