/** The mean opinion score of a version, from the ratings that count. */
package org.dengbej.feedback.opinion;
