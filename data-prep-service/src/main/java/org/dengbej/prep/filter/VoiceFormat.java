package org.dengbej.prep.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.dengbej.speech.folder.ModelConfig;
import org.dengbej.speech.text.Tokenizer;

/**
 * The format of the data that a voice is trained on.
 *
 * @param tokenizer    of its texts
 * @param sampleRateHz of its sound
 * @param hopSamples   samples of a spectrogram frame
 * @param speakers     that it speaks as, at least 1
 */
public record VoiceFormat(Tokenizer tokenizer, int sampleRateHz, int hopSamples, int speakers) {

    private static final int MMS_SAMPLE_RATE_HZ = 16_000;
    private static final int MMS_HOP_SAMPLES = 256;

    /**
     * Reads a model folder, in Hugging Face's layout or the original code's. A key that its configuration lacks has the value of the published MMS voices. */
    public static VoiceFormat read(Path folder) {
        try {
            JsonNode config = ModelConfig.read(folder);
            int hop = MMS_HOP_SAMPLES;
            if (config.path("upsample_rates").isArray()) {
                hop = 1;
                for (JsonNode rate : config.path("upsample_rates")) {
                    hop = Math.multiplyExact(hop, rate.asInt());
                }
            }
            int sampleRateHz = config.path("sampling_rate").asInt(MMS_SAMPLE_RATE_HZ);
            Tokenizer tokenizer = Tokenizer.read(folder);
            if (config.path("vocab_size").isIntegralNumber()) {
                tokenizer.requireWithin(config.path("vocab_size").longValue());
            }
            int speakers = Math.max(1, config.path("num_speakers").asInt(1));
            return new VoiceFormat(tokenizer, sampleRateHz, hop, speakers);
        } catch (IOException | IllegalArgumentException | ArithmeticException e) {
            throw new UnusableVoiceException("[%s] is no model folder: %s".formatted(folder, e.getMessage()), e);
        }
    }

    /** The format of a voice of one speaker. */
    public VoiceFormat(Tokenizer tokenizer, int sampleRateHz, int hopSamples) {
        this(tokenizer, sampleRateHz, hopSamples, 1);
    }

    /** The same at another rate; null leaves it. */
    public VoiceFormat at(Integer otherSampleRateHz) {
        return otherSampleRateHz == null ? this : new VoiceFormat(tokenizer, otherSampleRateHz, hopSamples, speakers);
    }

    public VoiceFormat {
        if (sampleRateHz < 1 || hopSamples < 1) {
            throw new UnusableVoiceException(
                    "a model's sampling_rate and upsample_rates are at least 1, found %d and a hop of %d"
                            .formatted(sampleRateHz, hopSamples));
        }
    }
}
