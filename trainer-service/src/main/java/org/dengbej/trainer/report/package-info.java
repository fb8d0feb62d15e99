/** Reports for voice builders: spectrograms, alignments and loss curves as pictures, and all of it for TensorBoard. */
package org.dengbej.trainer.report;
