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
import java.util.Optional;
import org.dengbej.files.GitLfs;

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
        if (GitLfs.isPointer(bytes)) {
            throw new UnusableSourceException(
                    "[%s] expected text, found a pointer of Git LFS; fetch it with git lfs pull".formatted(file));
        }
        for (Charset charset : candidates(bytes)) {
            if (charset.equals(WINDOWS_1254)) {
                refuseMixed(bytes, file);
            }
            Optional<String> decoded = decoded(ByteBuffer.wrap(bytes), charset);
            if (decoded.isPresent()) {
                String text = decoded.get();
                boolean marked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
                return new DecodedText(marked ? text.substring(1) : text, charset);
            }
        }
        throw new UnusableSourceException(
                "[%s] expected text in UTF-8, UTF-16 or Windows-1254, found bytes that are none of them; save it as UTF-8"
                        .formatted(file));
    }

    /** Empty where the bytes are of another encoding. */
    private static Optional<String> decoded(ByteBuffer bytes, Charset charset) {
        try {
            return Optional.of(charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(bytes)
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Lines of which some are UTF-8 are no Windows-1254, whose letters seldom make a sequence of UTF-8: files were joined, or cut off. */
    private static void refuseMixed(byte[] bytes, Path file) {
        int utf8 = 0;
        int other = 0;
        int firstOther = 0;
        int line = 1;
        for (int begin = 0, end; begin < bytes.length; begin = end + 1, line++) {
            boolean ascii = true;
            for (end = begin; end < bytes.length && bytes[end] != '\n'; end++) {
                ascii &= bytes[end] >= 0;
            }
            if (ascii) {
                continue;
            }
            if (decoded(ByteBuffer.wrap(bytes, begin, end - begin), StandardCharsets.UTF_8)
                    .isPresent()) {
                utf8++;
            } else if (other++ == 0) {
                firstOther = line;
            }
        }
        if (utf8 > 0 && other > 0) {
            throw new UnusableSourceException(
                    "[%s:%d] expected text in one encoding, found %d lines in UTF-8 and %d, this one first, that are not; save the whole file as UTF-8"
                            .formatted(file, firstOther, utf8, other));
        }
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
