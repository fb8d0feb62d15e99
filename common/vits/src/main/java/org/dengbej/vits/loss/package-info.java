/** The losses that training minimises, and the spectrograms it is measured in. */
package org.dengbej.vits.loss;
