/** Telemetry of running jobs, as their events tell, for pages that show it live. */
package org.dengbej.feedback.telemetry;
