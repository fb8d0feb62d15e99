package org.dengbej.events;

import java.util.List;

/**
 * A batch, or a part of one, that contributed nothing.
 *
 * @param job          its name
 * @param voice        its voice
 * @param dataset      where the batch is from
 * @param batch        its index in the data set
 * @param epoch        counted from 1
 * @param reason       {@code out-of-memory}, {@code unreadable} or {@code unusable}
 * @param detail       the engine's or the reader's words
 * @param utteranceIds the skipped utterances, where they could be read
 * @param frames       spectrogram frames of each
 */
public record BatchSkipped(
        String job,
        String voice,
        String dataset,
        int batch,
        int epoch,
        String reason,
        String detail,
        List<String> utteranceIds,
        List<Integer> frames)
        implements Event {

    /** The device's memory did not hold it. */
    public static final String OUT_OF_MEMORY = "out-of-memory";

    /** It is no batch. */
    public static final String UNREADABLE = "unreadable";

    /** It can be read but not learned from. */
    public static final String UNUSABLE = "unusable";

    /** The values of {@code reason}. */
    public static final List<String> REASONS = List.of(OUT_OF_MEMORY, UNREADABLE, UNUSABLE);

    public BatchSkipped {
        Require.name("BatchSkipped", "job", job);
        Require.name("BatchSkipped", "voice", voice);
        Require.name("BatchSkipped", "dataset", dataset);
        Require.atLeast("BatchSkipped", "batch", batch, 0);
        Require.atLeast("BatchSkipped", "epoch", epoch, 1);
        Require.text("BatchSkipped", "reason", reason);
        utteranceIds = Require.list(utteranceIds);
        frames = Require.list(frames);
    }

    @Override
    public String key() {
        return job;
    }

    @Override
    public String identity() {
        return String.join(
                "/", job, Integer.toString(epoch), dataset, Integer.toString(batch), String.join(",", utteranceIds));
    }
}
