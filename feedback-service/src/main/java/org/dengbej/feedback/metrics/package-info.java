/** Metrics of what listeners submit and what becomes of it; all are there, at zero, before the first event. */
package org.dengbej.feedback.metrics;
