/** Parts that all pages and endpoints share: languages, messages, problems, input checks. */
package org.dengbej.feedback.web;
