package org.dengbej.local.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.dengbej.files.OutputFolder;
import org.dengbej.local.CommandException;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.Voice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "new-voice",
        description = "Makes a voice that knows nothing yet: a Hugging Face folder with random weights.",
        mixinStandardHelpOptions = true)
public final class NewVoice implements Callable<Integer> {

    enum Size {
        DEMO,
        MMS
    }

    @Option(names = "--alphabet", required = true, description = "Every letter that the voice will read")
    String alphabet;

    @Option(
            names = "--size",
            defaultValue = "mms",
            description = "demo (4 M parameters) or mms (36 M, the published voices' size). Default: ${DEFAULT-VALUE}")
    Size size;

    @Option(
            names = "--speaker_embedding_size",
            defaultValue = "0",
            description =
                    "For a voice of several speakers, who come with the data that it is trained on: numbers for each of them, e.g. 256. Default: ${DEFAULT-VALUE}, one speaker")
    int speakerEmbeddingSize;

    @Option(names = "--output_dir", required = true, paramLabel = "DIR", description = "The new folder")
    Path outputDir;

    @Option(names = "--seed", defaultValue = "0", description = "Of the weights. Default: ${DEFAULT-VALUE}")
    long seed;

    @Mixin
    OverwriteMixin overwrite;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        VoiceOutput output = new VoiceOutput(new OutputFolder(outputDir, "new-voice", overwrite.overwrite));
        output.check();
        if (speakerEmbeddingSize < 0) {
            throw new CommandException(
                    "--speaker_embedding_size must be at least 0, found %d".formatted(speakerEmbeddingSize));
        }
        Tokenizer tokenizer = Tokenizer.forAlphabet(alphabet);
        VitsConfig config =
                size == Size.DEMO ? VitsConfig.demo(tokenizer.vocabSize()) : VitsConfig.mms(tokenizer.vocabSize());
        output.write(Voice.fresh(config.withSpeakerEmbeddingSize(speakerEmbeddingSize), tokenizer, seed)::write);
        spec.commandLine().getOut().printf("A new voice of %d symbols: %s%n", tokenizer.vocabSize(), outputDir);
        return 0;
    }
}
