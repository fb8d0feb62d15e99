/** Named tensors: read in any spelling of weight norm, drawn afresh, handed to the layers that ask for them, written back. */
package org.dengbej.vits.weights;
