package org.dengbej.bench.part;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dengbej.safetensors.Safetensors;
import org.dengbej.safetensors.Tensor;
import org.dengbej.speech.text.TextFrontend;
import org.dengbej.vits.Draws;
import org.dengbej.vits.SynthesisOptions;
import org.dengbej.vits.SynthesisOutput;
import org.dengbej.vits.TokenBatch;
import org.dengbej.vits.VitsModel;
import org.dengbej.vits.Voice;
import org.dengbej.vits.engine.Autograd;
import org.dengbej.vits.engine.Torch;

/** A reference synthesis with the noise that it drew: all that another implementation needs to reproduce it. */
public final class SpokenReference {

    private static final long SEED = 7;

    private SpokenReference() {}

    /**
     * Speaks, and writes a safetensors file: {@code input_ids} I64 [1, T], {@code infer_noise_duration} F32 [1, 2, T], {@code
     * infer_noise_prior} F32 [1, C, F], {@code infer_waveform} F32 [1, N]; the text stands in the metadata.
     */
    public static void write(Path voiceFolder, String text, Path file) throws IOException {
        Voice voice = Voice.read(voiceFolder);
        long[] ids = voice.tokenizer()
                .encode(new TextFrontend(voice.tokenizer()).process(text).text());
        Recorder draws = new Recorder(Draws.keyed(SEED, List.of("reference")));
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("input_ids", Tensor.of(ids, 1, ids.length));
        try (VitsModel model = VitsModel.of(voice, Device.cpu());
                NDManager manager = Torch.newManager(Device.cpu());
                SynthesisOutput speech = Autograd.off(() -> model.speak(
                        TokenBatch.of(manager, List.of(ids)), SynthesisOptions.of(voice.config()), draws))) {
            float[] waveform = speech.waveform().toFloatArray();
            tensors.put("infer_noise_duration", draws.recorded(Draws.Purpose.DURATION));
            tensors.put("infer_noise_prior", draws.recorded(Draws.Purpose.PRIOR));
            tensors.put("infer_waveform", Tensor.of(waveform, 1, waveform.length));
        }
        new Safetensors(tensors, Map.of("text", text)).write(file);
    }

    /** Draws that are recorded. */
    private static final class Recorder implements Draws {

        private final Draws draws;
        private final Map<Purpose, Tensor> recorded = new EnumMap<>(Purpose.class);

        Recorder(Draws draws) {
            this.draws = draws;
        }

        @Override
        public float[] normal(Purpose purpose, int items, int channels, int positions) {
            float[] numbers = draws.normal(purpose, items, channels, positions);
            recorded.put(purpose, Tensor.of(numbers.clone(), items, channels, positions));
            return numbers;
        }

        @Override
        public float[] uniform(Purpose purpose, int items) {
            return draws.uniform(purpose, items);
        }

        @Override
        public float[] dropout(String layer, double probability, int items, int... shape) {
            return draws.dropout(layer, probability, items, shape);
        }

        Tensor recorded(Purpose purpose) {
            return recorded.get(purpose);
        }
    }
}
