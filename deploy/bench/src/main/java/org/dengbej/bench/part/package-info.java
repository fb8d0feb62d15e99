/** Our side of each benchmark; the peers lie in {@code deploy/bench/peer}. */
package org.dengbej.bench.part;
