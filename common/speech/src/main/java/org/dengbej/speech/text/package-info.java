/** From written text to the tokens of a voice. */
package org.dengbej.speech.text;
