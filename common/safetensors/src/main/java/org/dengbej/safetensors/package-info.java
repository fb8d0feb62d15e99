/** The safetensors format: what Python's {@code safetensors} library reads and writes. */
package org.dengbej.safetensors;
