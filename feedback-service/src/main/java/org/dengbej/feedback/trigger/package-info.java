/** Fine-tune jobs and the policy that starts them. */
package org.dengbej.feedback.trigger;
