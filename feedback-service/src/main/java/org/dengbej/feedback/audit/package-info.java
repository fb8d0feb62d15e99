/** The audit log: what voice builders did. */
package org.dengbej.feedback.audit;
