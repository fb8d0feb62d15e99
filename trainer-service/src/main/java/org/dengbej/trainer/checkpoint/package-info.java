/** Checkpoints: folders that appear whole or not at all, hold a usable voice, and all that a run needs to be resumed. */
package org.dengbej.trainer.checkpoint;
