package org.dengbej.prep.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The lines of a text table. */
final class Lines {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private Lines() {}

    /** All lines, without a byte order mark. */
    static List<String> of(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.isEmpty() || !lines.get(0).startsWith(BYTE_ORDER_MARK) ? lines : withoutMark(lines);
        } catch (CharacterCodingException e) {
            throw new UnusableSourceException("[%s] expected UTF-8".formatted(file), e);
        } catch (IOException | UncheckedIOException e) {
            throw new UnusableSourceException("[%s] cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static List<String> withoutMark(List<String> lines) {
        lines.set(0, lines.get(0).substring(BYTE_ORDER_MARK.length()));
        return lines;
    }
}
