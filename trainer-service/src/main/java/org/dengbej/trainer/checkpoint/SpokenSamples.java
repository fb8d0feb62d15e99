package org.dengbej.trainer.checkpoint;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dengbej.events.CheckpointSaved.Sample;
import org.dengbej.speech.audio.WavFile;
import org.dengbej.speech.text.UnspeakableTextException;
import org.dengbej.trainer.step.DeviceMemoryException;
import org.dengbej.trainer.step.OutOfMemory;
import org.dengbej.vits.SynthesisOptions;
import org.dengbej.vits.Synthesizer;
import org.dengbej.vits.Synthesizer.SynthesizedSpeech;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sentences spoken by a checkpoint, as WAV files in it. */
final class SpokenSamples {

    private static final Logger LOG = LoggerFactory.getLogger(SpokenSamples.class);

    private SpokenSamples() {}

    /** Speaks; returns what was said, by the file's name without its ending. */
    static SortedMap<String, SynthesizedSpeech> write(
            Path folder, Synthesizer synthesizer, List<String> sentences, long seed) throws IOException {
        SortedMap<String, SynthesizedSpeech> spoken = new TreeMap<>();
        Files.createDirectories(folder.resolve(CheckpointStore.SAMPLES));
        for (int i = 0; i < sentences.size(); i++) {
            try {
                SynthesizedSpeech speech = speak(synthesizer, sentences.get(i), seed);
                WavFile.write(file(folder, i), speech.audio());
                spoken.put(name(i), speech);
            } catch (UnspeakableTextException | DeviceMemoryException e) {
                LOG.warn("sample skipped: sentence={} reason={}", sentences.get(i), e.getMessage());
            } catch (VirtualMachineError e) {
                throw e;
            } catch (RuntimeException | Error e) {
                // A voice that cannot speak a sentence yet is still worth keeping.
                LOG.warn("sample skipped: sentence={}", sentences.get(i), e);
            }
        }
        return spoken;
    }

    private static SynthesizedSpeech speak(Synthesizer synthesizer, String sentence, long seed) {
        return OutOfMemory.expecting(
                () -> synthesizer.speak(sentence, seed, SynthesisOptions.of(synthesizer.config())));
    }

    /** The samples that a finished folder holds. */
    static List<Sample> in(Path folder, List<String> sentences) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < sentences.size(); i++) {
            URI file = file(folder, i).toUri();
            if (Files.exists(Path.of(file))) {
                samples.add(new Sample(sentences.get(i), file));
            }
        }
        return samples;
    }

    private static Path file(Path folder, int index) {
        return folder.resolve(CheckpointStore.SAMPLES).resolve(name(index) + ".wav");
    }

    private static String name(int index) {
        return "%02d".formatted(index + 1);
    }
}
