package org.dengbej.feedback.correction;

import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.dengbej.feedback.config.FeedbackConfig;
import org.dengbej.feedback.metrics.FeedbackMetrics;
import org.dengbej.feedback.web.DetailedReason;
import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.ReasonMessages;
import org.dengbej.feedback.web.RetryLaterException;
import org.dengbej.speech.audio.AudioDecoder;
import org.dengbej.speech.audio.DecodeLimits;
import org.dengbej.speech.audio.DecodedAudio;
import org.dengbej.speech.audio.SoundTooLongException;
import org.dengbej.speech.audio.UnreadableAudioException;

/** Decoding of uploaded files, a few at a time, so that memory and processor time are bounded however many arrive at once. */
@ApplicationScoped
class Decoding {

    private static final Duration PERMIT_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);
    private static final double BYTES_PER_MIB = 1 << 20;

    private final FeedbackConfig.Correction limits;
    private final Semaphore permits;
    private final FeedbackMetrics metrics;

    @Inject
    Decoding(FeedbackConfig config, FeedbackMetrics metrics) {
        this.metrics = metrics;
        limits = config.correction();
        permits = new Semaphore(config.limits().maxConcurrentDecodes(), true);
    }

    /**
     * Decodes a file.
     *
     * @throws InvalidInputException saying why it is no recording that a voice can be trained on
     */
    DecodedAudio decode(Path file, int sampleRateHz) throws IOException {
        long bytes = Files.size(file);
        if (bytes > limits.maxBytes()) {
            throw InvalidInputException.tooLarge(
                    reasons -> reasons.recordingTooLarge(limits.maxBytes() / BYTES_PER_MIB, bytes / BYTES_PER_MIB));
        }
        acquirePermit();
        Timer.Sample started = metrics.startDecoding();
        try {
            DecodedAudio decoded = AudioDecoder.decodeWithLevels(
                    Files.readAllBytes(file), sampleRateHz, new DecodeLimits(limits.maxBytes(), limits.maxSeconds()));
            double seconds = decoded.audio().seconds();
            if (seconds < limits.minSeconds()) {
                throw InvalidInputException.unusable(
                        reasons -> reasons.recordingTooShort(limits.minSeconds(), seconds));
            }
            return decoded;
        } catch (SoundTooLongException e) {
            throw InvalidInputException.unusable(reasons -> reasons.recordingTooLong(limits.maxSeconds()));
        } catch (UnreadableAudioException e) {
            throw InvalidInputException.unusable(
                    new DetailedReason(ReasonMessages::unreadableRecording, e.getMessage()));
        } finally {
            metrics.decoded(started);
            permits.release();
        }
    }

    private void acquirePermit() {
        try {
            if (!permits.tryAcquire(PERMIT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw RetryLaterException.unavailable(ReasonMessages::tooManyRecordingsAtOnce, RETRY_AFTER);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RetryLaterException.unavailable(ReasonMessages::stopping, RETRY_AFTER);
        }
    }
}
