/** Benchmarks of this system beside its peers: each measurement in a process of its own, ours and the peer's in turn. */
package org.dengbej.bench;
