/** Listeners' recordings as files in the data folder, where their sound is and nowhere else. */
package org.dengbej.feedback.recording;
