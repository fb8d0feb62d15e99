/** Consents: what a listener agrees to before the first recording, by voice and version, and the receipts. */
package org.dengbej.feedback.consent;
