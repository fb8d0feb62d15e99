/** Listeners, good and bad, and the voice that they hear. */
package org.dengbej.feedback.client;
