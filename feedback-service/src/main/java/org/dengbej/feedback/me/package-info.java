/** The data of a listener: to be seen, taken along and erased by whoever holds the listener's cookie. */
package org.dengbej.feedback.me;
