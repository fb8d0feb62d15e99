/** Load test against the packaged service; run by {@code deploy/bench/load}. */
package org.dengbej.feedback.load;
