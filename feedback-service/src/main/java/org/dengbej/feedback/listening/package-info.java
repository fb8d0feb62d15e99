/** The page on which a listener hears, rates and records. */
package org.dengbej.feedback.listening;
