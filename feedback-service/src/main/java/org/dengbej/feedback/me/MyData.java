package org.dengbej.feedback.me;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.dengbej.feedback.consent.Receipt;

/**
 * Everything that the database has of a listener; each list with the newest first.
 *
 * @param listener   its id, a digest of the cookie
 * @param since      when the first card was given; null for nobody that is known
 * @param seenAt     when the listener was here last, to the day; likewise
 * @param cards      that were given
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MyData(
        UUID listener,
        Instant since,
        Instant seenAt,
        List<Receipt> consents,
        List<Recording> recordings,
        List<Rating> ratings,
        List<Vote> votes,
        List<Review> reviews,
        List<Card> cards) {

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    /**
     * A recording.
     *
     * @param seconds        its length
     * @param reason         why it is in its state; null where nothing is said
     * @param versions       numbers of the voice's versions that learned from it
     * @param consentVersion of the text that was agreed to; null where none was asked for
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Recording(
            UUID id,
            String voice,
            String sentence,
            double seconds,
            Instant recordedAt,
            RecordingState state,
            String reason,
            List<Integer> versions,
            Integer consentVersion) {

        /** The moment as the page shows it. */
        public String moment() {
            return MOMENT.format(recordedAt);
        }

        /** The versions as the page shows them; null for none. */
        public String versionNumbers() {
            return versions.isEmpty()
                    ? null
                    : versions.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
    }

    /** A rating of 1 to 5 with what was wrong. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Rating(
            String voice, String sentence, int score, List<String> problems, String comment, Instant givenAt) {}

    /** A vote on a pair: first, second or tie. */
    public record Vote(String voice, String sentence, String preference, Instant givenAt) {}

    /** A review of somebody's recording. */
    public record Review(String voice, String sentence, boolean saysText, boolean clear, Instant givenAt) {}

    /** A card; {@code network} is the digest of the network that it was given to, in hexadecimal. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Card(
            String kind,
            String voice,
            Instant givenAt,
            Instant firstHeardAt,
            Instant secondHeardAt,
            Instant answeredAt,
            boolean skipped,
            String network) {}

    /** True for a listener of whom nothing is known. */
    public boolean unknown() {
        return since == null;
    }
}
