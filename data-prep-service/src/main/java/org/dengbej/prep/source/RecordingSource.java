package org.dengbej.prep.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.dengbej.events.ShardRange;

/** The recordings of a data set, in an order that is the same whenever and wherever the same source is opened. */
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

    /** Those of a shard, once. */
    default Iterator<Recording> recordings(ShardRange range) {
        Iterator<Recording> all = recordings();
        for (int i = 0; i < range.first() && all.hasNext(); i++) {
            all.next();
        }
        List<Recording> shard = new ArrayList<>();
        while (shard.size() < range.count() && all.hasNext()) {
            shard.add(all.next());
        }
        return shard.iterator();
    }

    /** The recordings divided into shards that can be read apart, each of at most so many, about equal ones where that is possible. */
    default List<ShardRange> shards(int maxRecordings) {
        return divided(0, total(), maxRecordings);
    }

    /** {@code count} consecutive recordings from {@code first} on, divided evenly. */
    static List<ShardRange> divided(int first, int count, int maxRecordings) {
        int shards = (count + maxRecordings - 1) / maxRecordings;
        List<ShardRange> ranges = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
            int begin = (int) ((long) count * shard / shards);
            int end = (int) ((long) count * (shard + 1) / shards);
            ranges.add(new ShardRange(first + begin, end - begin));
        }
        return ranges;
    }

    /** The digest of the listing, by which replicas know that they read the same one. */
    default ListingDigest digest() {
        return ListingDigest.of(recordings());
    }

    @Override
    void close();
}
