package org.dengbej.feedback.voice;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** Cache of sentences with their sound: all listeners hear the same few, and a sentence's sound never changes. */
@ApplicationScoped
public class SentenceAudioCache {

    private static final long MAX_BYTES = 32 << 20;

    private final Cache<UUID, SentenceAudio> recent = Caffeine.newBuilder()
            .maximumWeight(MAX_BYTES)
            .weigher((UUID id, SentenceAudio audio) -> audio.wav().length)
            .build();

    @Inject
    Voices voices;

    Optional<SentenceAudio> find(UUID id) throws SQLException {
        Optional<SentenceAudio> cached = Optional.ofNullable(recent.getIfPresent(id));
        if (cached.isEmpty()) {
            cached = voices.audio(id);
            cached.ifPresent(found -> recent.put(id, found));
        }
        return cached;
    }

    /** The WAV file of a sentence that is there. */
    public byte[] wav(UUID sentence) throws SQLException {
        return find(sentence).orElseThrow().wav();
    }
}
