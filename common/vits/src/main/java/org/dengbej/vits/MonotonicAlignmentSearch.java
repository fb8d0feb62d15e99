package org.dengbej.vits;

import java.util.stream.IntStream;

/**
 * Monotonic alignment search (Kim et al. 2020): the path through frames and tokens, never backwards, never skipping a token, that
 * is most likely. In Java's memory, items side by side, no gradient.
 */
public final class MonotonicAlignmentSearch {

    private static final float IMPOSSIBLE = -1e9f;

    private MonotonicAlignmentSearch() {}

    /**
     * Frames of each token.
     *
     * @param logLikelihoods row-major [items, frames, tokens]; overwritten
     * @param frames         of the longest item
     * @param tokens         of the longest item
     * @param frameCounts    of each item, at least its tokens
     * @param tokenCounts    of each item
     * @return [items][tokens], 0 for padding
     * @throws IllegalArgumentException when an item has fewer frames than tokens
     */
    public static float[][] durations(
            float[] logLikelihoods, int frames, int tokens, int[] frameCounts, int[] tokenCounts) {
        for (int item = 0; item < frameCounts.length; item++) {
            if (frameCounts[item] < tokenCounts[item]) {
                throw new IllegalArgumentException("item %d has %d frames for %d tokens; each token needs a frame"
                        .formatted(item, frameCounts[item], tokenCounts[item]));
            }
        }
        float[][] durations = new float[frameCounts.length][tokens];
        IntStream.range(0, frameCounts.length).parallel().forEach(item -> {
            int offset = item * frames * tokens;
            gather(logLikelihoods, offset, tokens, frameCounts[item], tokenCounts[item]);
            trace(logLikelihoods, offset, tokens, frameCounts[item], tokenCounts[item], durations[item]);
        });
        return durations;
    }

    /**
     * Log-likelihood of each item's likeliest path.
     *
     * @param logLikelihoods row-major [items, frames, tokens], items of one length; overwritten
     * @throws IllegalArgumentException when there are fewer frames than tokens
     */
    static double[] logLikelihoods(float[] logLikelihoods, int items, int frames, int tokens) {
        if (frames < tokens) {
            throw new IllegalArgumentException(
                    "%d frames for %d tokens; each token needs a frame".formatted(frames, tokens));
        }
        double[] paths = new double[items];
        IntStream.range(0, items).parallel().forEach(item -> {
            gather(logLikelihoods, item * frames * tokens, tokens, frames, tokens);
            paths[item] = logLikelihoods[(item + 1) * frames * tokens - 1];
        });
        return paths;
    }

    /** Replaces each log-likelihood by that of the best path to its place. */
    private static void gather(float[] q, int offset, int stride, int frameCount, int tokenCount) {
        for (int frame = 0; frame < frameCount; frame++) {
            int row = offset + frame * stride;
            int first = Math.max(0, tokenCount + frame - frameCount);
            int end = Math.min(tokenCount, frame + 1);
            for (int token = first; token < end; token++) {
                float stay = token == frame ? IMPOSSIBLE : q[row - stride + token];
                float advance = token > 0 ? q[row - stride + token - 1] : frame == 0 ? 0 : IMPOSSIBLE;
                q[row + token] += Math.max(stay, advance);
            }
        }
    }

    private static void trace(float[] q, int offset, int stride, int frameCount, int tokenCount, float[] durations) {
        int token = tokenCount - 1;
        for (int frame = frameCount - 1; frame >= 0; frame--) {
            durations[token]++;
            int before = offset + (frame - 1) * stride + token;
            if (token != 0 && frame != 0 && (token == frame || q[before] < q[before - 1])) {
                token--;
            }
        }
    }
}
