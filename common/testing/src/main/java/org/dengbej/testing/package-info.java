/** The broker and the database that tests run against. */
package org.dengbej.testing;
