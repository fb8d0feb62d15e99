/** Blind pairs of champion and challenger, and what follows from the votes. */
package org.dengbej.feedback.pair;
