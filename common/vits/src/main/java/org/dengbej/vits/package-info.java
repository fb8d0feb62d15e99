/** The VITS model on DJL: its folder on disk, its layers, synthesis and training objectives. */
package org.dengbej.vits;
