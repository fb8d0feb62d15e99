package org.dengbej.trainer.step;

/** The policy for a batch that does not fit into memory. */
public enum OutOfMemoryPolicy {
    /** It is skipped. */
    SKIP,
    /** Its halves are tried, and theirs; only an utterance that does not fit alone is skipped. */
    SPLIT
}
