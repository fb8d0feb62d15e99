/** The statistics of listening tests: means, pair tests and strengths with their intervals, and which answers count. */
package org.dengbej.feedback.statistics;
