/** Measurements as processes of their own. */
package org.dengbej.bench.process;
