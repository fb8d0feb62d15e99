/** What this system costs, beside what others cost: each measurement in a process of its own, ours and the peer's in turn. */
package org.dengbej.bench;
