package org.dengbej.prep.source;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/** A source with another description. */
record DescribedSource(RecordingSource source, String description) implements RecordingSource {

    @Override
    public List<Path> inputs() {
        return source.inputs();
    }

    @Override
    public int total() {
        return source.total();
    }

    @Override
    public int speakers() {
        return source.speakers();
    }

    @Override
    public Iterator<Recording> recordings() {
        return source.recordings();
    }

    @Override
    public void close() {
        source.close();
    }
}
