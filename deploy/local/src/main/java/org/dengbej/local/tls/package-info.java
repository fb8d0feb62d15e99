/** TLS for phones in the same network: a browser records in a secure context alone. */
package org.dengbej.local.tls;
