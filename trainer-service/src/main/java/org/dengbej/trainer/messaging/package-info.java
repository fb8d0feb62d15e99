/** The trainer's side of Kafka: jobs in, data sets by replay of the log, events out. The only package that knows Kafka. */
package org.dengbej.trainer.messaging;
