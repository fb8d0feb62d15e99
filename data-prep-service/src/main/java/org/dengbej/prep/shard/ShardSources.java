package org.dengbej.prep.shard;

import java.util.LinkedHashMap;
import java.util.Map;
import org.dengbej.events.PrepareShard;
import org.dengbej.prep.preparation.RequestedInputs;

/**
 * The sources whose shards were worked on last: a listing is read once for many shards. One thread's.
 *
 * <p>A listing is in memory, but for Parquet's, so that few are kept.
 */
public final class ShardSources implements AutoCloseable {

    private static final int MAX_OPEN = 2;

    private final RequestedInputs inputs;
    private final Map<String, ShardSource> open = new LinkedHashMap<>(MAX_OPEN, 0.75f, true);

    public ShardSources(RequestedInputs inputs) {
        this.inputs = inputs;
    }

    /** The source of a shard, the one that was opened for its preparation before. */
    public ShardSource of(PrepareShard shard) {
        String key = shard.dataset() + "/" + shard.preparation();
        ShardSource found = open.get(key);
        if (found != null) {
            return found;
        }
        if (open.size() == MAX_OPEN) {
            closeOldest();
        }
        ShardSource opened = ShardSource.open(shard, inputs);
        open.put(key, opened);
        return opened;
    }

    /** Closes that of a preparation that is over. */
    public void close(PrepareShard shard) {
        ShardSource closed = open.remove(shard.dataset() + "/" + shard.preparation());
        if (closed != null) {
            closed.close();
        }
    }

    private void closeOldest() {
        String oldest = open.keySet().iterator().next();
        open.remove(oldest).close();
    }

    @Override
    public void close() {
        open.values().forEach(ShardSource::close);
        open.clear();
    }
}
