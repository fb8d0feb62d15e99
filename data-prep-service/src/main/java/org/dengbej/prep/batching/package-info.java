/** Utterances of like length, put together under a frame budget. */
package org.dengbej.prep.batching;
