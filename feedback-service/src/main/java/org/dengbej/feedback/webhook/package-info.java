/** Webhooks: events sent to addresses of voice builders, signed, after the Standard Webhooks specification. */
package org.dengbej.feedback.webhook;
