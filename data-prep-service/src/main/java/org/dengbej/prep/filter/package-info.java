/** Which recordings are learned from, and why the others are not. */
package org.dengbej.prep.filter;
