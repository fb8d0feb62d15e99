/** Every knob of the service. */
package org.dengbej.feedback.config;
