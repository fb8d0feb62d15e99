/** Metrics of submissions and what becomes of them; all are registered, at zero, before the first event. */
package org.dengbej.feedback.metrics;
