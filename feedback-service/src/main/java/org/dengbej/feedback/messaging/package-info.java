/** Checkpoints and training events in, the outbox out. The only package that knows Kafka. */
package org.dengbej.feedback.messaging;
