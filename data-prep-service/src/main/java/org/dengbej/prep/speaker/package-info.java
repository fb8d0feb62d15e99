/** Speakers: how much good speech each has, and whose is learned from. */
package org.dengbej.prep.speaker;
