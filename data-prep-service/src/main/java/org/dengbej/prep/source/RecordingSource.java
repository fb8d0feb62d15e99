package org.dengbej.prep.source;

import java.util.Iterator;

/** The recordings of a data set. */
public interface RecordingSource extends AutoCloseable {

    /** How many there are. */
    int total();

    /** All of them, once. */
    Iterator<Recording> recordings();

    @Override
    void close();
}
