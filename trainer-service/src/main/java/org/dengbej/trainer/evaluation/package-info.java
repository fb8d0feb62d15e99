/** Evaluation of a job's voice on its validation split; the measures are those of {@code common/evaluation}. */
package org.dengbej.trainer.evaluation;
