package org.dengbej.prep.messaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dengbej.speech.text.Tokenizer;

/** The folder of the voice that the service's tests prepare for. */
final class VoiceFolder {

    private VoiceFolder() {}

    /** Writes a voice of 16 kHz for Kurmanji, as far as data preparation reads one. */
    static void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Tokenizer.forAlphabet("abcçdeêfghiîjklmnopqrsştuûvwxyz'-").write(folder);
        Files.writeString(
                folder.resolve("config.json"), "{\"sampling_rate\": 16000, \"upsample_rates\": [8, 8, 2, 2]}");
    }
}
