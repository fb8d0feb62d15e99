/** The report of an evaluation: one HTML page that needs no other file, with measures, curves, sounds and spectrograms. */
package org.dengbej.evaluation.report;
