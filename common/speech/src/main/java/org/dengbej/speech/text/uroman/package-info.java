/** Romanisation of any script, as voices need it that were trained on uroman's output. */
package org.dengbej.speech.text.uroman;
