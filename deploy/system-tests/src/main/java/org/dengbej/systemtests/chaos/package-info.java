/** Kills parts of a stack while it works, and finds out whether anything was lost: the storm, who works in it, the audit. */
package org.dengbej.systemtests.chaos;
