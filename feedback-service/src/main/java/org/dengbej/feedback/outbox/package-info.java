/** Events that leave with the transaction that caused them. */
package org.dengbej.feedback.outbox;
