/** The network, layer by layer: names in the code are names in the file, forward passes say their shapes. */
package org.dengbej.vits.layers;
