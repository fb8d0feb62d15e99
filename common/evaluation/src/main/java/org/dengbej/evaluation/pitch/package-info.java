/** The fundamental frequency of speech: pYIN (Mauch and Dixon 2014). */
package org.dengbej.evaluation.pitch;
