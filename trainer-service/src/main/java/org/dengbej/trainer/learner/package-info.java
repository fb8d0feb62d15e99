/** All that a job trains: its networks, objective and optimizers, and the numbers that they run with. */
package org.dengbej.trainer.learner;
