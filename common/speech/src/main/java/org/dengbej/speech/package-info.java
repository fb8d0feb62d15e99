/** Sound and text: decoding, resampling, normalisation and the MMS tokenizer. */
package org.dengbej.speech;
