package org.dengbej.prep.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The digest of a source's listing: its recordings' names and texts, without their sounds.
 *
 * @param fingerprint of names and texts in their order; another one means that the source has changed
 * @param recurring   names that several recordings have, each with the number of its first recording
 */
public record ListingDigest(String fingerprint, Map<String, Integer> recurring) {

    public ListingDigest {
        recurring = Map.copyOf(recurring);
    }

    /** The digest of recordings, none of whose sounds is read. */
    static ListingDigest of(Iterator<Recording> recordings) {
        MessageDigest digest = sha256();
        Map<String, Integer> first = new HashMap<>();
        Set<String> recurring = new HashSet<>();
        for (int number = 0; recordings.hasNext(); number++) {
            Recording recording = recordings.next();
            if (first.putIfAbsent(recording.id(), number) != null) {
                recurring.add(recording.id());
            }
            update(digest, recording.id());
            update(digest, recording.text());
        }
        return new ListingDigest(
                HexFormat.of().formatHex(digest.digest()),
                recurring.stream().collect(Collectors.toMap(id -> id, first::get)));
    }

    /** The digest of a text that says all of a listing; no name recurs. */
    static ListingDigest ofDistinct(String listing) {
        MessageDigest digest = sha256();
        update(digest, listing);
        return new ListingDigest(HexFormat.of().formatHex(digest.digest()), Map.of());
    }

    /** Names that recordings before one of that number have already, of those that recur. */
    public Set<String> namesBefore(int number) {
        return recurring.entrySet().stream()
                .filter(name -> name.getValue() < number)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static void update(MessageDigest digest, String text) {
        digest.update(text == null ? new byte[0] : text.getBytes(UTF_8));
        digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
