/** Text normalisation for speech: numbers, dates, times, amounts and abbreviations written out in words, language by language. */
package org.dengbej.speech.text.numbers;
