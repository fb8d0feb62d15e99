/** The operators' API and their authentication. */
package org.dengbej.feedback.operators;
