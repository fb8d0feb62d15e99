/** See the class names: this service reads top to bottom. */
package org.dengbej.dataprep;
