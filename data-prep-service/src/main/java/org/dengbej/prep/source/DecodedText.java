package org.dengbej.prep.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A text file with the encoding that it is in: UTF-8, UTF-16 with or without its mark, else Windows-1254, in which older Kurdish and
 * Turkish tables are.
 *
 * @param text    without a byte order mark
 * @param charset in which it was
 */
record DecodedText(String text, Charset charset) {

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final Charset WINDOWS_1254 = Charset.forName("windows-1254");

    /** @throws UnusableSourceException when the file cannot be read, or is in none of these */
    static DecodedText read(Path file) {
        try {
            return of(Files.readAllBytes(file), file);
        } catch (IOException e) {
            throw new UnusableSourceException("[%s] cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static DecodedText of(byte[] bytes, Path file) {
        for (Charset charset : candidates(bytes)) {
            try {
                String text = charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
                boolean marked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
                return new DecodedText(marked ? text.substring(1) : text, charset);
            } catch (CharacterCodingException e) {
                // the next one may fit
            }
        }
        throw new UnusableSourceException(
                "[%s] expected text in UTF-8, UTF-16 or Windows-1254, found bytes that are none of them; save it as UTF-8"
                        .formatted(file));
    }

    private static List<Charset> candidates(byte[] bytes) {
        if (starts(bytes, 0xFF, 0xFE) || zeros(bytes, 1) > bytes.length / 8) {
            return List.of(StandardCharsets.UTF_16LE);
        }
        if (starts(bytes, 0xFE, 0xFF) || zeros(bytes, 0) > bytes.length / 8) {
            return List.of(StandardCharsets.UTF_16BE);
        }
        return List.of(StandardCharsets.UTF_8, WINDOWS_1254);
    }

    private static boolean starts(byte[] bytes, int first, int second) {
        return bytes.length >= 2 && (bytes[0] & 0xFF) == first && (bytes[1] & 0xFF) == second;
    }

    /** Zero bytes at odd or even places: the upper halves of Latin letters in UTF-16. */
    private static int zeros(byte[] bytes, int from) {
        int count = 0;
        for (int i = from; i < bytes.length; i += 2) {
            count += bytes[i] == 0 ? 1 : 0;
        }
        return count;
    }

    /** The encoding, unless it is the one that everybody expects. */
    String note() {
        return charset.equals(StandardCharsets.UTF_8) ? "" : " in " + charset.name();
    }

    List<String> lines() {
        return text.lines().toList();
    }
}
