package org.dengbej.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void eachFailureDoublesTheDelayUpToTheLimit() {
        Backoff backoff = new Backoff(200, 5_000);
        assertThat(IntStream.of(1, 2, 3, 4, 5, 6, 1_000_000).mapToLong(backoff::delayMs))
                .containsExactly(200L, 400L, 800L, 1_600L, 3_200L, 5_000L, 5_000L);
    }

    @Test
    void aDelayWithoutALimitDoesNotOverflow() {
        assertThat(new Backoff(1, Long.MAX_VALUE).delayMs(Integer.MAX_VALUE)).isEqualTo(1 << 20);
    }
}
