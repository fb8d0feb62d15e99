/** Sound files in and out, as one channel of float samples. */
package org.dengbej.speech.audio;
