/** The Kafka side of events: headers, dead letters, topics and replay of the log. */
package org.dengbej.messaging;
