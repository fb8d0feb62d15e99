/** Requests in, batches and data sets out, each request in one transaction. The only package that knows Kafka. */
package org.dengbej.prep.messaging;
