package org.dengbej.local.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dengbej.local.CommandException;

/** A file of text as editors save it: UTF-8 with or without a byte order mark, or UTF-16 with one. */
final class TextFile {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private TextFile() {}

    /** @throws CommandException naming the file, when it cannot be read or is in another encoding */
    static String read(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            String text =
                    charset(bytes).newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new CommandException(
                    "[%s] expected UTF-8, or UTF-16 with a byte order mark, found another encoding; save the file as UTF-8"
                            .formatted(file));
        } catch (IOException e) {
            throw new CommandException("[%s] cannot be read: %s".formatted(file, e));
        }
    }

    private static Charset charset(byte[] bytes) {
        int mark = bytes.length < 2 ? 0 : (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        return mark == 0xFEFF || mark == 0xFFFE ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
    }
}
