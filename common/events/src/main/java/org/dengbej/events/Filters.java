package org.dengbej.events;

/**
 * The filters of preparation. An absent field has its default.
 *
 * @param minUpvotes   votes for a clip, at least; 2
 * @param maxDownvotes votes against a clip, at most; 0
 * @param minSeconds   length of a clip, at least; 1
 * @param maxSeconds   length of a clip, at most; 20
 * @param maxTokens    tokens of a text, blanks counted, fewer than this; 500
 * @param keepDropped  whether to keep utterances whose text has characters that the voice has no form of, without them; false
 * @param sound        filters that look at the sound
 */
public record Filters(
        Integer minUpvotes,
        Integer maxDownvotes,
        Double minSeconds,
        Double maxSeconds,
        Integer maxTokens,
        Boolean keepDropped,
        SoundFilters sound) {

    public static final Filters DEFAULT = new Filters(null, null, null, null, null);

    /** Filters that look at the sound as the defaults do. */
    public Filters(
            Integer minUpvotes,
            Integer maxDownvotes,
            Double minSeconds,
            Double maxSeconds,
            Integer maxTokens,
            Boolean keepDropped) {
        this(minUpvotes, maxDownvotes, minSeconds, maxSeconds, maxTokens, keepDropped, null);
    }

    /** Filters that reject texts with characters which the voice has no form of. */
    public Filters(Integer minUpvotes, Integer maxDownvotes, Double minSeconds, Double maxSeconds, Integer maxTokens) {
        this(minUpvotes, maxDownvotes, minSeconds, maxSeconds, maxTokens, null);
    }

    public Filters {
        minUpvotes = minUpvotes == null ? 2 : minUpvotes;
        maxDownvotes = maxDownvotes == null ? 0 : maxDownvotes;
        minSeconds = minSeconds == null ? 1.0 : minSeconds;
        maxSeconds = maxSeconds == null ? 20.0 : maxSeconds;
        maxTokens = maxTokens == null ? 500 : maxTokens;
        keepDropped = keepDropped != null && keepDropped;
        sound = sound == null ? SoundFilters.DEFAULT : sound;
        Require.atLeast("Filters", "minUpvotes", minUpvotes, 0);
        Require.atLeast("Filters", "maxDownvotes", maxDownvotes, 0);
        Require.atLeast("Filters", "minSeconds", minSeconds, 0);
        Require.between("Filters", "maxSeconds", maxSeconds, minSeconds, 3600);
        Require.atLeast("Filters", "maxTokens", maxTokens, 1);
    }
}
