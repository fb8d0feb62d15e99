/**
 * Measures of a voice: how far what it says is from recordings that it never learned from. {@link org.dengbej.evaluation.VoiceEvaluator}
 * makes them, {@link org.dengbej.evaluation.VoiceMeasure} defines each.
 */
package org.dengbej.evaluation;
