/** One optimizer step: micro-batches in, gradients gathered, weights moved or left exactly as they were. */
package org.dengbej.trainer.step;
