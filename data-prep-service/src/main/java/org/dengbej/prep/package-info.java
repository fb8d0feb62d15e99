/** Recordings in, prepared batches out. */
package org.dengbej.prep;
