/** The studio: pages for voice builders, who sign in with the operators' key once. */
package org.dengbej.feedback.studio;
