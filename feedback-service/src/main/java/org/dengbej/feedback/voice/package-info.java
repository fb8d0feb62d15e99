/** The voice that listeners hear now, and the sentences it speaks. */
package org.dengbej.feedback.voice;
