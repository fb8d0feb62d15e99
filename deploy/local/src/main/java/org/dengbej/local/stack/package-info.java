/** The stack as processes: broker, database and services, their ports, logs and pid files. */
package org.dengbej.local.stack;
