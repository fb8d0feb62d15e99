/** What listeners think of a sentence. */
package org.dengbej.feedback.rating;
