/** The page on which listeners hear, rate and correct sentences. */
package org.dengbej.feedback.listening;
