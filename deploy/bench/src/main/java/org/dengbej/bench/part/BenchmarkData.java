package org.dengbej.bench.part;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedBatchCodec;
import org.dengbej.events.batch.PreparedUtterance;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.Voice;

/** The data of the benchmarks, in a folder: the same for ours and the peers. */
public record BenchmarkData(Path folder) {

    /** The published Kurmanji voice has as many symbols. */
    private static final String ALPHABET = "abcçdeêfghiîjklmnopqrsştuûvwxyz'-";

    /** A sentence, twice as long as most. */
    public static final String TEXT =
            "Dengbêj çîrokên gelê xwe bi dengê xwe yê xweş ji zarokên gund re dibêjin û stranên kevn naşkênin";

    private static final String LISTED = "validated.tsv";
    private static final String CLIPS = "clips";
    private static final int SECONDS = 3;
    private static final int LETTERS = 40;
    private static final long SEED = 1;

    /** A model folder. */
    public Path voice() {
        return folder.resolve("voice");
    }

    /** The batch of a training step, as it goes through Kafka. */
    public Path batch() {
        return folder.resolve("batch.safetensors");
    }

    /** The text to synthesize. */
    public Path text() {
        return folder.resolve("text.txt");
    }

    /** Recordings in Common Voice's layout. */
    public Path recordings() {
        return folder.resolve("recordings");
    }

    /** A new folder for output that is not looked at. */
    public Path scratch() throws IOException {
        return Files.createTempDirectory(folder, "scratch");
    }

    /** Writes a fresh voice, a text, and a batch of {@code clips} clips of three seconds. */
    public void make(Size size, int clips) throws IOException {
        Tokenizer tokenizer = Tokenizer.forAlphabet(ALPHABET);
        VitsConfig config = size.config(tokenizer.vocabSize());
        Voice.fresh(config, tokenizer, SEED).write(voice());
        Files.writeString(text(), TEXT);
        Files.write(batch(), PreparedBatchCodec.write(randomBatch(config, clips)));
    }

    private static PreparedBatch randomBatch(VitsConfig config, int clips) {
        Random random = new Random(SEED);
        List<PreparedUtterance> utterances = new ArrayList<>();
        for (int item = 0; item < clips; item++) {
            long[] ids = new long[2 * LETTERS + 1];
            for (int i = 1; i < ids.length; i += 2) {
                ids[i] = 1L + random.nextInt(config.vocabSize() - 1);
            }
            utterances.add(
                    new PreparedUtterance("utterance-" + item, ids, noise(random, SECONDS * config.samplingRate()), 1));
        }
        return new PreparedBatch("bench", 0, config.samplingRate(), utterances);
    }

    /** Noise that falls off to high frequencies, as speech does. */
    private static short[] noise(Random random, int samples) {
        short[] pcm = new short[samples];
        double value = 0;
        for (int i = 0; i < samples; i++) {
            value = 0.99 * value + 300 * random.nextGaussian();
            pcm[i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value));
        }
        return pcm;
    }

    /** Copies a data set in Common Voice's layout, each copy of a clip under a name of its own. */
    public void copyRecordings(Path dataset, int copies) throws IOException {
        Files.createDirectories(recordings().resolve(CLIPS));
        List<String> lines = Files.readAllLines(dataset.resolve(LISTED));
        int path = List.of(lines.get(0).split("\t")).indexOf("path");
        List<String> listed = new ArrayList<>(List.of(lines.get(0)));
        for (int copy = 0; copy < copies; copy++) {
            for (String line : lines.subList(1, lines.size())) {
                String[] fields = line.split("\t", -1);
                Path clip = dataset.resolve(CLIPS).resolve(fields[path]);
                fields[path] = copy + "_" + fields[path];
                Files.copy(clip, recordings().resolve(CLIPS).resolve(fields[path]));
                listed.add(String.join("\t", fields));
            }
        }
        Files.write(recordings().resolve(LISTED), listed, StandardCharsets.UTF_8);
    }
}
