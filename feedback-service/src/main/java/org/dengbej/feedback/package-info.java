/** Listeners hear a voice, rate it, say it better; what they gave becomes the next voice. */
package org.dengbej.feedback;
