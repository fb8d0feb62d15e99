/** From gradients to weights: AdamW and the gradient scaler, with PyTorch's semantics and numbers. */
package org.dengbej.trainer.optim;
