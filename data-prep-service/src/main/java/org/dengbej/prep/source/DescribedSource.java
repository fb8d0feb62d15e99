package org.dengbej.prep.source;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.dengbej.events.ShardRange;

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
    public Iterator<Recording> recordings(ShardRange range) {
        return source.recordings(range);
    }

    @Override
    public List<ShardRange> shards(int maxRecordings) {
        return source.shards(maxRecordings);
    }

    @Override
    public ListingDigest digest() {
        return source.digest();
    }

    @Override
    public void close() {
        source.close();
    }
}
