package org.dengbej.bench.part;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dengbej.bench.result.Comparison;
import org.dengbej.bench.result.Quantity;
import org.dengbej.speech.audio.Audio;
import org.dengbej.vits.Delivery;
import org.dengbej.vits.Synthesizer;

/** A text spoken again and again. Its rhythm is not varied, so that ours and the peer speak for as long. */
public final class Synthesis {

    private static final int WARM_UP = 3;

    private Synthesis() {}

    public static Map<Quantity, Double> measure(Materials materials, Device device, int times) throws IOException {
        String text = Files.readString(materials.text());
        try (Synthesizer synthesizer = Synthesizer.open(materials.voice(), device)) {
            Delivery of = Delivery.of(synthesizer.config());
            Delivery steady = new Delivery(of.speakingRate(), of.noiseScale(), 0, null);
            List<Double> factors = new ArrayList<>();
            for (int i = -WARM_UP; i < times; i++) {
                long begin = System.nanoTime();
                Audio audio = synthesizer.synthesize(text, i, steady);
                double seconds = (System.nanoTime() - begin) / 1e9;
                if (i >= 0) {
                    factors.add(seconds / audio.seconds());
                }
            }
            return Map.of(Quantity.SYNTHESIS_RTF, Comparison.median(factors));
        }
    }
}
