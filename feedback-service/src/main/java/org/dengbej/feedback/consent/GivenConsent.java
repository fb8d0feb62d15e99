package org.dengbej.feedback.consent;

import java.util.UUID;

/**
 * The consent under which a recording is given.
 *
 * @param id      of the listener's consent; null for a recording of nobody in particular, who names the version alone
 * @param version of the text that was agreed to
 */
public record GivenConsent(UUID id, int version) {}
