/** Tests of the whole system as processes: faults at random, compared with a reference run. */
package org.dengbej.systemtests;
