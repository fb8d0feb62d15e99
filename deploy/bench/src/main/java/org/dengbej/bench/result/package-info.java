/** Results and their rendering. */
package org.dengbej.bench.result;
