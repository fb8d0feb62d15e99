/** Consumers of checkpoints and training events, and the sender of the outbox. The only package that knows Kafka. */
package org.dengbej.feedback.messaging;
