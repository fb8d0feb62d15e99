/** Every knob of the service. */
package org.dengbej.trainer.config;
