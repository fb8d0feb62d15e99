/** Where a base model comes from: a folder here, or a Hugging Face repository, downloaded once. */
package org.dengbej.speech.hub;
