/** Pseudonymous listeners and the networks that they come from. */
package org.dengbej.feedback.listener;
