/** The commands. */
package org.dengbej.local.command;
