/** What a model folder says about its voice, in Hugging Face's layout or in the one of the original VITS code. */
package org.dengbej.speech.folder;
