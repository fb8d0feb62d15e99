/** Control cards: gold and trap questions, by which attentive listeners are told from others. */
package org.dengbej.feedback.control;
