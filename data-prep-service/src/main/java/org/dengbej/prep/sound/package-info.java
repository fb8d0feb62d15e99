/** Measures of a recording's sound, and its conditioning before it is learned from. */
package org.dengbej.prep.sound;
