package org.dengbej.local.client;

import org.dengbej.events.Event;
import org.dengbej.events.EventType;
import org.dengbej.events.Topics;
import org.dengbej.messaging.DeadLetter;

/** A request that no service could handle, in words: which topic, why, and what to do. */
final class DeadLetteredRequest {

    private DeadLetteredRequest() {}

    /** True for the request for a training job. */
    static boolean isOf(String job, DeadLetter letter) {
        return letter.id().equals(Event.id(EventType.TRAIN_VOICE, job));
    }

    static String message(DeadLetter letter) {
        return "[%1$s] %2$s was dead-lettered: %3$s. Nothing more comes of it. Correct it, or bring services and command to one version (`dengbej down`, `dengbej up`), and give the command again; `dengbej dead-letters list --topic %1$s` shows it%4$s"
                .formatted(
                        Topics.ofDeadLetter(letter.topic()),
                        letter.type().isBlank()
                                ? "the record of " + letter.key()
                                : "%s of %s".formatted(letter.type(), letter.key()),
                        letter.reason().isBlank() ? "its headers give no reason" : letter.reason(),
                        letter.complete()
                                ? ", `dengbej dead-letters replay --topic %s --offset %d` sends it again"
                                        .formatted(Topics.ofDeadLetter(letter.topic()), letter.offset())
                                : "");
    }
}
