/** The configuration of the service: every setting, with unit and default. */
package org.dengbej.trainer.config;
