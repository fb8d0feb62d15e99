/** Clients of the running stack: they publish events, follow the answers, list and watch jobs, play the listener. */
package org.dengbej.local.client;
