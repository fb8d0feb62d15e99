/** How good a voice is on utterances that it never learned from: which these are, and how far speech is from a recording. */
package org.dengbej.trainer.evaluation;
