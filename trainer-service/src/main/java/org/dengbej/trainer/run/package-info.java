/** A job from its first batch to its finished voice: epochs, windows, checkpoints, what is told of them. */
package org.dengbej.trainer.run;
