/** What a client of the running stack does: publish events, follow what comes of them, be a listener. */
package org.dengbej.local.client;
