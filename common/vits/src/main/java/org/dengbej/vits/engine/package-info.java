/** PyTorch through DJL: the one package that knows the engine's inner classes, its gaps and its traps. */
package org.dengbej.vits.engine;
