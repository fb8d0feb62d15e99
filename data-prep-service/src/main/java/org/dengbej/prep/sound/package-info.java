/** Conditioning of a recording before it is learned from. */
package org.dengbej.prep.sound;
