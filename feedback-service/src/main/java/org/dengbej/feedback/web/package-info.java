/** What all pages and endpoints share: problems, headers. */
package org.dengbej.feedback.web;
