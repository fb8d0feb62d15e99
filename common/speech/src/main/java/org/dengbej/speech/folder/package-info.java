/** The configuration in a model folder, in Hugging Face's layout or in the one of the original VITS code. */
package org.dengbej.speech.folder;
