/** The feedback service: listeners hear a voice, rate and correct it; corrections become fine-tune jobs. */
package org.dengbej.feedback;
