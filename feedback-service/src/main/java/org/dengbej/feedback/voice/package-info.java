/** Current voices and the sentences that they speak. */
package org.dengbej.feedback.voice;
