/** Measures of a recording's sound, as it came. */
package org.dengbej.speech.sound;
