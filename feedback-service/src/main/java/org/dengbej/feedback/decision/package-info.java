/** Decisions that follow from listeners' answers: what counts, who is champion, and whether the voice is fine-tuned. */
package org.dengbej.feedback.decision;
