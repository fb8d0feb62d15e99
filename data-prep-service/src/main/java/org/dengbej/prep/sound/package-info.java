/** What is measured of a recording's sound, and how it is conditioned before it is learned from. */
package org.dengbej.prep.sound;
