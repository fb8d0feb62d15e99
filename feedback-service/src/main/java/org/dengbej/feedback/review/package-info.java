/** Reviews of listeners' recordings: none is trained on that was not approved. */
package org.dengbej.feedback.review;
