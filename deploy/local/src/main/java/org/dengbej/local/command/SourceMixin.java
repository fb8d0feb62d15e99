package org.dengbej.local.command;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dengbej.events.TableColumns;
import org.dengbej.local.CommandException;
import org.dengbej.speech.hub.DatasetReference;
import picocli.CommandLine.Option;

/** The options that say how recordings are laid out; what is not said is decided by looking. */
final class SourceMixin {

    static final String KURMANJI_COMMON_VOICE = "amedcj/kurmanji-commonvoice";

    @Option(
            names = "--layout",
            paramLabel = "NAME",
            description = "common-voice, ljspeech, coqui, audiofolder, vits, parquet, vctk, libritts, pairs or table."
                    + " Default: recognised by looking")
    String layout;

    @Option(
            names = "--audio_column",
            paramLabel = "COLUMN",
            description = "Of a table: its name, or its number from 1 on")
    String audioColumn;

    @Option(names = "--text_column", paramLabel = "COLUMN", description = "Likewise")
    String textColumn;

    @Option(names = "--speaker_column", paramLabel = "COLUMN", description = "Likewise")
    String speakerColumn;

    @Option(names = "--split", paramLabel = "NAME[,NAME]", description = "Splits to read, e.g. train or other")
    String split;

    TableColumns columns() {
        return new TableColumns(audioColumn, textColumn, speakerColumn);
    }

    /**
     * The address of a folder.
     *
     * @throws CommandException when there is nothing
     */
    static URI folder(Path source) {
        if (!Files.exists(source)) {
            throw new CommandException("[%s] expected recordings, found nothing".formatted(source));
        }
        return source.toAbsolutePath().toUri();
    }

    /** The address of a data set of the hub, given as {@code owner/name} or {@code owner/name@revision}. */
    static URI dataset(String id) {
        int at = id.indexOf('@');
        try {
            return new DatasetReference(at < 0 ? id : id.substring(0, at), at < 0 ? null : id.substring(at + 1)).uri();
        } catch (IllegalArgumentException e) {
            throw new CommandException(e.getMessage());
        }
    }
}
