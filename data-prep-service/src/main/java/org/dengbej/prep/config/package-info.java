/** Every knob of the service. */
package org.dengbej.prep.config;
