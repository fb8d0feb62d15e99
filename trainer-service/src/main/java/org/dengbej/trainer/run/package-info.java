/** A job from its first batch to its finished voice: epochs, steps, checkpoints, what is told of them. */
package org.dengbej.trainer.run;
