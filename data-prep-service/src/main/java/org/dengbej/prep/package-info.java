/** The data preparation service: recordings with their texts become batches that a trainer reads from Kafka. */
package org.dengbej.prep;
