/** Cards of listening tests: what a listener is asked next. */
package org.dengbej.feedback.assignment;
