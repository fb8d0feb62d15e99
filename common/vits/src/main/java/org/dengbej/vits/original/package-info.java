/** Checkpoints of the code that VITS was published with, which MMS' voices were trained with: its names become Hugging Face's. */
package org.dengbej.vits.original;
