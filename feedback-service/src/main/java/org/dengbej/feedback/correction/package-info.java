/** Sentences that listeners said better. */
package org.dengbej.feedback.correction;
