/** Kills parts of a stack while it works, and finds out whether anything was lost: the faults, the load, the consistency check. */
package org.dengbej.systemtests.chaos;
