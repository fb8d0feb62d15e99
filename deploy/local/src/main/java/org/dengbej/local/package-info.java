/** Dengbêj on one machine: the stack, the demo, the command line. */
package org.dengbej.local;
