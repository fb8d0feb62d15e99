/** Statements on the database. */
package org.dengbej.feedback.database;
