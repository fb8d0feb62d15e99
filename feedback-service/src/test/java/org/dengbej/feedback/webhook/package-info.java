/** Tests of webhooks. */
package org.dengbej.feedback.webhook;
