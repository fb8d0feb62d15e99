/** Automatic checks of recordings, before people review them. */
package org.dengbej.feedback.check;
