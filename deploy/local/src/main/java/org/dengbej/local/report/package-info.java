/** The files in which commands report what they did. */
package org.dengbej.local.report;
