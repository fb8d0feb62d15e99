/** Corrections: listeners' own recordings of sentences that a voice speaks badly. */
package org.dengbej.feedback.correction;
