/** The batches of a job's data sets: which of them, in which order, read ahead. */
package org.dengbej.trainer.data;
