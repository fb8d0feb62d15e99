/** The prepared batch: what data preparation publishes and trainers read. */
package org.dengbej.events.batch;
