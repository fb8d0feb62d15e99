package org.dengbej.trainer.step;

/** What becomes of a batch that does not fit into memory. */
public enum OutOfMemoryPolicy {
    /** It is left out. */
    SKIP,
    /** Its halves are tried, and theirs; only an utterance that does not fit alone is left out. */
    SPLIT
}
