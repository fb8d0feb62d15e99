/** Recordings with their texts, in the layouts in which people have them. */
package org.dengbej.prep.source;
