/** The report of a preparation, for people: every rejection, and pictures of what was read. */
package org.dengbej.prep.report;
