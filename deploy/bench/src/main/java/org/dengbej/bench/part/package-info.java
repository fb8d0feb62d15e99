/** What is measured, ours; the peers lie in {@code deploy/bench/peer}. */
package org.dengbej.bench.part;
