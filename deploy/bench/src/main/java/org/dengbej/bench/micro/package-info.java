/** JMH benchmarks of what is done for every utterance or batch outside the engine. */
package org.dengbej.bench.micro;
