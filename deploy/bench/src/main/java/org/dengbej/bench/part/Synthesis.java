package org.dengbej.bench.part;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dengbej.bench.result.Comparison;
import org.dengbej.bench.result.Metric;
import org.dengbej.speech.audio.Audio;
import org.dengbej.vits.SynthesisOptions;
import org.dengbej.vits.Synthesizer;

/** A text spoken again and again. Its rhythm is not varied, so that ours and the peer speak for as long. */
public final class Synthesis {

    private static final int WARM_UP = 3;

    private Synthesis() {}

    public static Map<Metric, Double> measure(BenchmarkData data, Device device, int times) throws IOException {
        String text = Files.readString(data.text());
        try (Synthesizer synthesizer = Synthesizer.open(data.voice(), device)) {
            SynthesisOptions of = SynthesisOptions.of(synthesizer.config());
            SynthesisOptions steady = new SynthesisOptions(of.speakingRate(), of.noiseScale(), 0, null);
            List<Double> factors = new ArrayList<>();
            for (int i = -WARM_UP; i < times; i++) {
                long begin = System.nanoTime();
                Audio audio = synthesizer.synthesize(text, i, steady);
                double seconds = (System.nanoTime() - begin) / 1e9;
                if (i >= 0) {
                    factors.add(seconds / audio.seconds());
                }
            }
            return Map.of(Metric.SYNTHESIS_RTF, Comparison.median(factors));
        }
    }
}
