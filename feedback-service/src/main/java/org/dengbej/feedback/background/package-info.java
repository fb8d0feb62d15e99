/** Work that is asked for in one place and done in the background. */
package org.dengbej.feedback.background;
