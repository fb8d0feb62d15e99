/** PyTorch's checkpoint files, read without running anything that is in them. */
package org.dengbej.vits.torchfile;
