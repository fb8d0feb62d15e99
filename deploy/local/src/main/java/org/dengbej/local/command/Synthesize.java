package org.dengbej.local.command;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.dengbej.files.OutputFile;
import org.dengbej.local.CommandException;
import org.dengbej.speech.audio.WavStream;
import org.dengbej.speech.hub.ModelHub;
import org.dengbej.speech.text.SpokenText;
import org.dengbej.vits.SynthesisOptions;
import org.dengbej.vits.Synthesizer;
import org.dengbej.vits.engine.Devices;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "synthesize", description = "Speaks a text.", mixinStandardHelpOptions = true)
public final class Synthesize implements Callable<Integer> {

    private static final double MIN_SPEED = 0.1;
    private static final double MAX_SPEED = 10;
    private static final double MAX_NOISE_SCALE = 5;

    @Mixin
    HubMixin hub;

    @Option(names = "--model", required = true, description = "A model folder or a Hugging Face id")
    String model;

    /** One of the two. */
    static final class Words {

        @Option(names = "--text", required = true, description = "Text of any length")
        String text;

        @Option(
                names = "--text-file",
                required = true,
                paramLabel = "FILE",
                description = "A file of text, in UTF-8 or UTF-16")
        Path file;

        String text() throws IOException {
            return text != null ? text : TextFile.read(file);
        }
    }

    @ArgGroup(multiplicity = "1")
    Words words;

    @Option(names = "--speed", description = "1.2 speaks a fifth faster. Default: the voice's")
    Double speed;

    @Option(names = "--noise_scale", description = "Variation of the voice; 0: none. Default: the voice's")
    Double noiseScale;

    @Option(names = "--noise_scale_duration", description = "Variation of the rhythm; 0: none. Default: the voice's")
    Double noiseScaleDuration;

    @Option(
            names = "--speaker",
            paramLabel = "NAME|ID",
            description = "Of a voice with several speakers. Default: the first")
    String speaker;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The WAV file")
    Path out;

    @Option(
            names = "--seed",
            defaultValue = "0",
            description = "The same seed gives the same audio. Default: ${DEFAULT-VALUE}")
    long seed;

    @Option(
            names = "--device",
            defaultValue = "cpu",
            description = "auto, cpu, gpu or gpu:N. Default: ${DEFAULT-VALUE}")
    String device;

    @Mixin
    OverwriteMixin overwrite;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        checkOptions();
        String spokenText = words.text();
        OutputFile file = new OutputFile(out, overwrite.overwrite);
        file.check();
        Device on = Devices.choose(device);
        ModelHub models = hub.open();
        try (Synthesizer synthesizer = Synthesizer.open(models.resolve(model), on)) {
            SpokenText spoken = synthesizer.frontend().process(spokenText);
            if (!spoken.dropped().isEmpty()) {
                spec.commandLine().getErr().printf("dropped: %s%n", spoken.droppedSummary());
            }
            SynthesisOptions speech = options(synthesizer);
            double[] seconds = new double[1];
            file.write(path -> {
                try (WavStream stream = WavStream.create(path)) {
                    synthesizer.<IOException>readAloud(spokenText, seed, speech, audio -> {
                        stream.write(audio);
                        seconds[0] += audio.seconds();
                    });
                }
            });
            spec.commandLine().getOut().printf("%.2f s of speech: %s%n", seconds[0], out);
        }
        return 0;
    }

    private void checkOptions() {
        checkRange("--speed", speed, MIN_SPEED, MAX_SPEED);
        checkRange("--noise_scale", noiseScale, 0, MAX_NOISE_SCALE);
        checkRange("--noise_scale_duration", noiseScaleDuration, 0, MAX_NOISE_SCALE);
    }

    private static void checkRange(String option, Double value, double min, double max) {
        if (value != null && !(value >= min && value <= max)) {
            throw new CommandException("%s must be from %s to %s, found %s".formatted(option, min, max, value));
        }
    }

    /** Null where the voice has one. */
    private Integer speaker(Synthesizer synthesizer, SynthesisOptions own) {
        if (speaker != null) {
            return synthesizer.speakers().find(speaker);
        }
        if (own.speaker() != null) {
            spec.commandLine()
                    .getErr()
                    .printf(
                            "speaker: %s, the first of %d; choose another with --speaker: %s%n",
                            synthesizer.speakers().name(own.speaker()),
                            synthesizer.speakers().count(),
                            synthesizer.speakers());
        }
        return own.speaker();
    }

    /** The voice's own, but for what was said. */
    private SynthesisOptions options(Synthesizer synthesizer) {
        SynthesisOptions own = SynthesisOptions.of(synthesizer.config());
        return new SynthesisOptions(
                speed == null ? own.speakingRate() : own.speakingRate() * speed,
                noiseScale == null ? own.noiseScale() : noiseScale,
                noiseScaleDuration == null ? own.noiseScaleDuration() : noiseScaleDuration,
                speaker(synthesizer, own));
    }
}
