/** Files and folders that appear whole or not at all, and output folders that never destroy what somebody else put there. */
package org.dengbej.files;
