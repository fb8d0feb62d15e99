/** Does this machine's libtorch compute VITS rightly? Compares with reference vectors, for any configuration. */
package org.dengbej.vits.conformance;
