package org.dengbej.prep.source;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.dengbej.events.ShardRange;

/** Recordings whose texts fit into memory; their sounds stay in their files. */
public record ListedSource(List<Path> inputs, List<Recording> list, String description) implements RecordingSource {

    public ListedSource {
        inputs = List.copyOf(inputs);
        list = List.copyOf(list);
    }

    @Override
    public int total() {
        return list.size();
    }

    @Override
    public int speakers() {
        return (int) list.stream()
                .map(Recording::speaker)
                .filter(Objects::nonNull)
                .distinct()
                .count();
    }

    @Override
    public Iterator<Recording> recordings() {
        return list.iterator();
    }

    @Override
    public Iterator<Recording> recordings(ShardRange range) {
        return list.subList(range.first(), range.first() + range.count()).iterator();
    }

    @Override
    public void close() {
        // holds nothing open
    }
}
