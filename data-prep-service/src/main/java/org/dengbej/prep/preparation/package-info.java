/** One request from its source to its batches. */
package org.dengbej.prep.preparation;
