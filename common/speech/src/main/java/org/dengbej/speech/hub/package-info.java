/** The source of base models: a folder here, or a Hugging Face repository, downloaded once. */
package org.dengbej.speech.hub;
