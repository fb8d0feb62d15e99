/** The command line. */
package org.dengbej.bench.command;
