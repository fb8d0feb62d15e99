/** Mel-cepstral distortion of speech from recordings that the voice never learned from. */
package org.dengbej.trainer.evaluation;
