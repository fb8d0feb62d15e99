/** Tests of the studio. */
package org.dengbej.feedback.studio;
