package org.dengbej.prep.shard;

import java.util.Iterator;
import java.util.Set;
import org.dengbej.events.PrepareShard;
import org.dengbej.prep.filter.VoiceFormat;
import org.dengbej.prep.preparation.RequestedInputs;
import org.dengbej.prep.source.ListingDigest;
import org.dengbej.prep.source.Recording;
import org.dengbej.prep.source.RecordingSource;
import org.dengbej.prep.source.UnusableSourceException;

/** A source with the voice that it is prepared for, open while shards of it are worked on. */
public final class ShardSource implements AutoCloseable {

    private final RecordingSource source;
    private final ListingDigest digest;
    private final VoiceFormat voice;

    private ShardSource(RecordingSource source, VoiceFormat voice) {
        this.source = source;
        this.digest = source.digest();
        this.voice = voice;
    }

    static ShardSource open(PrepareShard shard, RequestedInputs inputs) {
        VoiceFormat voice = RequestedInputs.voice(shard.request(), inputs.model(shard.request()));
        RecordingSource source = inputs.source(shard.request());
        try {
            return new ShardSource(source, voice);
        } catch (RuntimeException | Error e) {
            source.close();
            throw e;
        }
    }

    public VoiceFormat voice() {
        return voice;
    }

    /** Names that recordings before a shard have, of those that recur. */
    public Set<String> namesBefore(PrepareShard shard) {
        return digest.namesBefore(shard.range().first());
    }

    /**
     * The recordings of a shard.
     *
     * @throws UnusableSourceException when the source is not the one that was divided
     */
    public Iterator<Recording> recordings(PrepareShard shard) {
        if (!digest.fingerprint().equals(shard.fingerprint())) {
            throw new UnusableSourceException(
                    "[%s] the recordings of %s changed while they were prepared, or another replica sees other files there; send the request again when they rest"
                            .formatted(shard.dataset(), shard.request().source()));
        }
        return source.recordings(shard.range());
    }

    @Override
    public void close() {
        source.close();
    }
}
