/** The transactional outbox. */
package org.dengbej.feedback.outbox;
