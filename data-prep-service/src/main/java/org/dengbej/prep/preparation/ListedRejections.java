package org.dengbej.prep.preparation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dengbej.events.DatasetPrepared;
import org.dengbej.events.EventJson;
import org.dengbej.events.RejectedUtterance;

/**
 * The rejections that an event lists: the first {@value DatasetPrepared#MAX_LISTED_REJECTIONS}, fewer where they are too long for one
 * event, and at least three of each reason.
 */
public final class ListedRejections {

    private static final int MIN_OF_REASON = 3;

    /** Of all that are listed; it leaves half of an event to what else stands there. */
    private static final int MAX_BYTES = EventJson.MAX_BYTES / 2;

    /** Names of the fields, quotes and a row's number. */
    private static final int BYTES_OF_NOTATION = 80;

    private final List<RejectedUtterance> listed = new ArrayList<>();
    private final Map<String, Integer> ofReason = new HashMap<>();
    private final long maxBytes;
    private long bytes;
    private boolean full;

    /** An empty list for one event. */
    public ListedRejections() {
        this(MAX_BYTES);
    }

    private ListedRejections(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** An empty list of as many, however long they are: of what it leaves out no place is left in an event. */
    public static ListedRejections ofAnyLength() {
        return new ListedRejections(Long.MAX_VALUE);
    }

    /** Takes the next rejection, in the order of the source. */
    public void add(RejectedUtterance rejection) {
        int count = ofReason.merge(rejection.reason(), 1, Integer::sum);
        int size = bytes(rejection);
        full |= listed.size() >= DatasetPrepared.MAX_LISTED_REJECTIONS || bytes + size > maxBytes;
        if (!full || count <= MIN_OF_REASON) {
            listed.add(rejection);
            bytes += size;
        }
    }

    private static int bytes(RejectedUtterance rejection) {
        return bytes(rejection.utteranceId())
                + bytes(rejection.reason())
                + bytes(rejection.detail())
                + bytes(rejection.file())
                + BYTES_OF_NOTATION;
    }

    private static int bytes(String text) {
        return text == null ? 0 : text.getBytes(UTF_8).length;
    }

    /** In the order of the source. */
    public List<RejectedUtterance> toList() {
        return List.copyOf(listed);
    }
}
