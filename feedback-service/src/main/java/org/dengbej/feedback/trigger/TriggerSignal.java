package org.dengbej.feedback.trigger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;

/**
 * The signal that something was stored which a trigger policy looks at. Whoever stores it signals, and answers without waiting for what
 * follows.
 */
@ApplicationScoped
public class TriggerSignal {

    /** A voice for which something was stored; observers of {@code AFTER_SUCCESS} see it when that transaction has committed. */
    public record Stored(String voice) {}

    @Inject
    Event<Stored> stored;

    /** Has a voice's policy evaluated in the background, after the caller's transaction has committed; at once where there is none. */
    public void signal(String voice) {
        stored.fire(new Stored(voice));
    }
}
