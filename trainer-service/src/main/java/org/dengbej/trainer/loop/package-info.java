/** The training loop: epochs, steps, checkpoints, and their events. */
package org.dengbej.trainer.loop;
