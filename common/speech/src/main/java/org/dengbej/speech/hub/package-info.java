/** The sources of base models and data sets: folders of this machine, and repositories of the Hugging Face hub, downloaded once. */
package org.dengbej.speech.hub;
