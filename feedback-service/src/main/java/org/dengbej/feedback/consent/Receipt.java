package org.dengbej.feedback.consent;

import java.time.Instant;
import java.util.UUID;

/**
 * The receipt of a consent.
 *
 * @param consent  its id
 * @param voice    that the recordings are for
 * @param version  of the text
 * @param language in which it was read
 * @param sha256   of the text in UTF-8, in hexadecimal
 * @param text     word for word
 * @param givenAt  when
 */
public record Receipt(
        UUID consent, String voice, int version, String language, String sha256, String text, Instant givenAt) {}
