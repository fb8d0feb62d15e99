package org.dengbej.trainer.job;

import java.util.ArrayList;
import java.util.List;
import org.dengbej.events.Event;
import org.dengbej.trainer.report.JobEventPublisher;

/** A publisher of a job that nobody else has, whose events are kept in a list. */
final class ListedEvents implements JobEventPublisher {

    private final List<Event> published = new ArrayList<>();

    @Override
    public void publish(Event event) {
        published.add(event);
    }

    @Override
    public void assertHeld() {
        // nobody else is here
    }

    List<Event> all() {
        return List.copyOf(published);
    }

    void clear() {
        published.clear();
    }

    /** Those of a kind, in their order. */
    <T extends Event> List<T> of(Class<T> kind) {
        return published.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
