package org.dengbej.prep.source;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/** The recordings of a data set. */
public interface RecordingSource extends AutoCloseable {

    /** The files and folders that are read, of which nothing may be written to; a link among them is given as it stands. */
    List<Path> inputs();

    /** The number of recordings. */
    int total();

    /** For people: the layout, its tables and what their columns were taken for. */
    String description();

    /** Speakers that the recordings name; 0 where the layout does not say. */
    int speakers();

    /** All of them, once. */
    Iterator<Recording> recordings();

    @Override
    void close();
}
