/** Ratings of sentences by listeners. */
package org.dengbej.feedback.rating;
