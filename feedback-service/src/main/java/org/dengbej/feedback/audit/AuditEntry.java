package org.dengbej.feedback.audit;

import java.time.Instant;

/**
 * An entry of the audit log.
 *
 * @param id      place in the order of entries
 * @param moment  of the act
 * @param who     principal: of the operators' key, of a session of the studio, or of OIDC
 * @param act     label of an {@link Act}
 * @param subject of the act, e.g. a voice's name and a version's number
 * @param detail  more about it; null for none
 */
public record AuditEntry(long id, Instant moment, String who, String act, String subject, String detail) {}
