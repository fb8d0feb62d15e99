package org.dengbej.vits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MonotonicAlignmentSearchTest {

    /** The likelihood of the best of all monotonic paths, by trying them all. */
    private static double best(float[] q, int stride, int frame, int token, int frames, int tokens) {
        if (frame == frames) {
            return token == tokens - 1 ? 0 : Double.NEGATIVE_INFINITY;
        }
        double here = token < tokens ? q[frame * stride + token] : Double.NEGATIVE_INFINITY;
        if (frame == frames - 1) {
            return token == tokens - 1 ? here : Double.NEGATIVE_INFINITY;
        }
        return here
                + Math.max(
                        best(q, stride, frame + 1, token, frames, tokens),
                        token + 1 < tokens
                                ? best(q, stride, frame + 1, token + 1, frames, tokens)
                                : Double.NEGATIVE_INFINITY);
    }

    private static double along(float[] q, int stride, float[] durations) {
        double sum = 0;
        int frame = 0;
        for (int token = 0; token < durations.length; token++) {
            for (int i = 0; i < durations[token]; i++) {
                sum += q[frame++ * stride + token];
            }
        }
        return sum;
    }

    @Test
    void thePathIsTheBestOfAll() {
        Random random = new Random(1);
        for (int trial = 0; trial < 200; trial++) {
            int tokens = 1 + random.nextInt(5);
            int frames = tokens + random.nextInt(6);
            float[] q = new float[(frames + 2) * (tokens + 1)];
            for (int i = 0; i < q.length; i++) {
                q[i] = (float) random.nextGaussian() * 10 - 50;
            }
            float[] durations = MonotonicAlignmentSearch.durations(
                    q.clone(), frames + 2, tokens + 1, new int[] {frames}, new int[] {tokens})[0];
            assertThat(along(q, tokens + 1, durations))
                    .isCloseTo(best(q, tokens + 1, 0, 0, frames, tokens), within(1e-3));
            assertThat(durations[tokens]).isZero();
        }
    }

    @Test
    void everyTokenIsSpokenAndEveryFrameUsed() {
        float[] durations = MonotonicAlignmentSearch.durations(new float[60], 10, 6, new int[] {10}, new int[] {6})[0];
        double sum = 0;
        for (float duration : durations) {
            assertThat(duration).isPositive();
            sum += duration;
        }
        assertThat(sum).isEqualTo(10);
    }

    @Test
    void fewerFramesThanTokensAreRefused() {
        assertThatThrownBy(() -> MonotonicAlignmentSearch.durations(new float[6], 2, 3, new int[] {2}, new int[] {3}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 frames for 3 tokens");
    }
}
