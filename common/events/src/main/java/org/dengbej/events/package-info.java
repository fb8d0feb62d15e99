/** The language of the system: topics, event records and the batch format, all that another team must know. */
package org.dengbej.events;
