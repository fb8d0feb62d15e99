/** What operators see and start. All of it needs their key. */
package org.dengbej.feedback.operators;
