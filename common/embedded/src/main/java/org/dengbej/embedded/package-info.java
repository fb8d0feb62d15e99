/** Real Kafka and real PostgreSQL as child processes, for the launcher and for tests. */
package org.dengbej.embedded;
