/** A training job from its request to the event that ends it. */
package org.dengbej.trainer.job;
