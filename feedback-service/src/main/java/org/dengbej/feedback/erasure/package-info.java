/** Erasure of what listeners gave: when they ask for it, and when its retention is over. */
package org.dengbej.feedback.erasure;
