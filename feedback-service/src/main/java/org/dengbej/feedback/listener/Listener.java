package org.dengbej.feedback.listener;

import java.util.UUID;

/**
 * A pseudonymous listener: whoever holds its cookie.
 *
 * @param id     by which the database knows it
 * @param cookie its secret; the database has a digest of it alone
 */
public record Listener(UUID id, String cookie) {}
