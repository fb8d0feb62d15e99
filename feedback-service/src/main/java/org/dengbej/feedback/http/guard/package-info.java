/** Guards of every request, before anything is done for it: size, rate, origin, timeout. */
package org.dengbej.feedback.http.guard;
