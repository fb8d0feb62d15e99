package org.dengbej.trainer.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedUtterance;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.Voice;

/** The smallest voice that has all parts, and speech for it. */
public final class TinyVoice {

    public static final Tokenizer TOKENIZER = Tokenizer.forAlphabet("abcdefghij");

    private static final String CONFIG = """
            {"vocab_size": %d, "hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "ffn_dim": 16,
             "flow_size": 8, "upsample_initial_channel": 16, "prior_encoder_num_flows": 2, "layerdrop": 0,
             "prior_encoder_num_wavenet_layers": 1, "posterior_encoder_num_wavenet_layers": 1,
             "resblock_kernel_sizes": [3], "resblock_dilation_sizes": [[1]], "noise_scale_duration": 0.0,
             "segment_size": 2048,
             "discriminator_periods": [2, 3], "discriminator_period_channels": [1, 4, 8],
             "discriminator_scale_channels": [1, 16, 64]}""";

    private TinyVoice() {}

    /** Durations are without noise: a text has the same length each time. */
    public static Voice fresh(long seed) {
        return fresh(seed, 1, 0);
    }

    /** The same for several speakers. */
    public static Voice fresh(long seed, int speakers, int embeddingSize) {
        try {
            ObjectNode json = (ObjectNode) new ObjectMapper().readTree(CONFIG.formatted(TOKENIZER.vocabSize()));
            json.put("num_speakers", speakers).put("speaker_embedding_size", embeddingSize);
            return Voice.fresh(VitsConfig.parse(json), TOKENIZER, seed);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Batches of one text and 1 s of noise each, so that nothing is padded differently in different batches. */
    public static List<PreparedBatch> batches(int count, int itemsEach) {
        List<PreparedBatch> batches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<PreparedUtterance> utterances = new ArrayList<>();
            for (int j = 0; j < itemsEach; j++) {
                int number = i * itemsEach + j;
                utterances.add(new PreparedUtterance("u" + number, TOKENIZER.encode("abc"), noise(number), 1));
            }
            batches.add(new PreparedBatch("tiny", i, 16_000, utterances));
        }
        return batches;
    }

    /** The same utterances in one batch. */
    public static PreparedBatch joined(List<PreparedBatch> batches) {
        List<PreparedUtterance> all =
                batches.stream().flatMap(batch -> batch.utterances().stream()).toList();
        return new PreparedBatch("tiny", 0, 16_000, all);
    }

    private static short[] noise(int seed) {
        Random random = new Random(seed);
        short[] pcm = new short[16_000];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) (random.nextGaussian() * 3000);
        }
        return pcm;
    }
}
