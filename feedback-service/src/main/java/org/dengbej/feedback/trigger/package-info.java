/** When corrections become a fine-tune job. */
package org.dengbej.feedback.trigger;
