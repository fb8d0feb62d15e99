/** What the service says to its database, recorded and asked for its plan. */
package org.dengbej.feedback.sql;
