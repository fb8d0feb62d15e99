package org.dengbej.feedback.voice;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** Sound that was asked for lately, in memory: everyone hears the same few sentences, and a sentence's sound never changes. */
@ApplicationScoped
class SpokenSentences {

    private static final long MAX_BYTES = 32 << 20;

    private final Cache<UUID, SentenceAudio> recent = Caffeine.newBuilder()
            .maximumWeight(MAX_BYTES)
            .weigher((UUID id, SentenceAudio spoken) -> spoken.wav().length)
            .build();

    @Inject
    Voices voices;

    Optional<SentenceAudio> find(UUID id) throws SQLException {
        Optional<SentenceAudio> spoken = Optional.ofNullable(recent.getIfPresent(id));
        if (spoken.isEmpty()) {
            spoken = voices.spoken(id);
            spoken.ifPresent(found -> recent.put(id, found));
        }
        return spoken;
    }
}
