/** What was measured, and how it is told. */
package org.dengbej.bench.result;
