package org.dengbej.local.command;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.dengbej.files.OutputFile;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.audio.WavFile;
import org.dengbej.speech.hub.ModelHub;
import org.dengbej.vits.Synthesizer;
import org.dengbej.vits.engine.Devices;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "synthesize", description = "Speaks a text.", mixinStandardHelpOptions = true)
public final class Synthesize implements Callable<Integer> {

    @Mixin
    HubMixin hub;

    @Option(names = "--model", required = true, description = "A model folder or a Hugging Face id")
    String model;

    @Option(names = "--text", required = true, description = "What to say")
    String text;

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
        OutputFile file = new OutputFile(out, overwrite.overwrite);
        file.check();
        Device on = Devices.choose(device);
        ModelHub models = hub.open();
        try (Synthesizer synthesizer = Synthesizer.open(models.resolve(model), on)) {
            Audio audio = synthesizer.synthesize(text, seed);
            file.write(path -> WavFile.write(path, audio));
            spec.commandLine().getOut().printf("%.2f s of speech: %s%n", audio.seconds(), out);
        }
        return 0;
    }
}
