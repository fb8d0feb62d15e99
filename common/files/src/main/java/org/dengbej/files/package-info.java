/** Files and folders that appear whole or not at all, and outputs that never destroy what somebody else put there. */
package org.dengbej.files;
