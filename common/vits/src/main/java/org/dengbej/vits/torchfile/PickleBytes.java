package org.dengbej.vits.torchfile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The numbers and texts between a pickle's instructions. Nothing is allocated for what is not there. */
final class PickleBytes {

    private static final int MAX_LINE_BYTES = 256;

    private final ByteBuffer bytes;

    PickleBytes(ByteBuffer bytes) {
        this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    int position() {
        return bytes.position();
    }

    private void need(long count) {
        if (count > bytes.remaining()) {
            throw new InvalidTorchFileException("expected %d bytes more, found %d".formatted(count, bytes.remaining()));
        }
    }

    int u8() {
        need(1);
        return bytes.get() & 0xff;
    }

    int u16() {
        need(2);
        return bytes.getShort() & 0xffff;
    }

    int i32() {
        need(4);
        return bytes.getInt();
    }

    /** Big-endian, unlike everything else. */
    double f64() {
        need(8);
        return Double.longBitsToDouble(Long.reverseBytes(bytes.getLong()));
    }

    /** A whole number of that many bytes, in two's complement; none are 0. */
    long whole(int count) {
        need(count);
        if (count > Long.BYTES) {
            throw new InvalidTorchFileException(
                    "whole numbers have at most %d bytes, found one of %d".formatted(Long.BYTES, count));
        }
        long value = 0;
        for (int i = 0; i < count; i++) {
            value |= (bytes.get() & 0xffL) << 8 * i;
        }
        int unused = Long.SIZE - 8 * count;
        return count == 0 ? 0 : value << unused >> unused;
    }

    /** Text after its length. */
    String text() {
        long length = i32() & 0xffffffffL;
        need(length);
        return utf8((int) length);
    }

    /** Text up to the end of its line. */
    String line() {
        int length = 0;
        while (length < Math.min(MAX_LINE_BYTES, bytes.remaining()) && bytes.get(bytes.position() + length) != '\n') {
            length++;
        }
        need(length + 1L);
        if (length == MAX_LINE_BYTES) {
            throw new InvalidTorchFileException("a name has at most %d bytes".formatted(MAX_LINE_BYTES - 1));
        }
        String line = utf8(length);
        bytes.get();
        return line;
    }

    private String utf8(int length) {
        byte[] text = new byte[length];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
