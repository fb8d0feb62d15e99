package org.dengbej.vits.torchfile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Archives that torch.save would not write, and some that it would. */
public final class Archives {

    private Archives() {}

    /** One tensor, every statement about which may be false. */
    public record DeclaredTensor(String type, String key, long elements, long offset, long[] shape, long[] strides) {

        /** {@code [2, 2]} of four float32. */
        public static DeclaredTensor honest() {
            return new DeclaredTensor("FloatStorage", "0", 4, 0, new long[] {2, 2}, new long[] {2, 1});
        }
    }

    /** A checkpoint with one tensor of that name, over 16 bytes. */
    public static byte[] checkpoint(String name, DeclaredTensor claim) {
        return withPickle(new Assembler()
                .code("}")
                .text("model")
                .code("ccollections\nOrderedDict\n)R")
                .text(name)
                .tensor(claim)
                .code("ss.")
                .bytes());
    }

    /** A checkpoint with that pickle, and 16 bytes in {@code data/0}. */
    public static byte[] withPickle(byte[] pickle) {
        return stored(entries(pickle));
    }

    public static Map<String, byte[]> entries(byte[] pickle) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("archive/data.pkl", pickle);
        entries.put("archive/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        entries.put("archive/data/0", new byte[16]);
        entries.put("archive/version", "3\n".getBytes(StandardCharsets.US_ASCII));
        return entries;
    }

    public static byte[] stored(Map<String, byte[]> entries) {
        return zip(entries, ZipEntry.STORED);
    }

    public static byte[] zip(Map<String, byte[]> entries, int method) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> content : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(content.getKey());
                entry.setMethod(method);
                CRC32 crc = new CRC32();
                crc.update(content.getValue());
                entry.setCrc(crc.getValue());
                entry.setSize(content.getValue().length);
                zip.putNextEntry(entry);
                zip.write(content.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Writes pickles of protocol 2. */
    public static final class Assembler {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        public Assembler() {
            out.write(0x80);
            out.write(2);
        }

        /** Instructions and bytes, a character each. */
        public Assembler code(String characters) {
            out.writeBytes(characters.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        }

        public Assembler text(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            out.write('X');
            out.writeBytes(little(4).putInt(utf8.length).array());
            out.writeBytes(utf8);
            return this;
        }

        public Assembler whole(long value) {
            out.write(0x8a);
            out.write(8);
            out.writeBytes(little(8).putLong(value).array());
            return this;
        }

        public Assembler tensor(DeclaredTensor claim) {
            code("ctorch._utils\n_rebuild_tensor_v2\n((").text("storage");
            code("ctorch\n" + claim.type + "\n").text(claim.key).text("cpu").whole(claim.elements);
            code("tQ").whole(claim.offset);
            wholes(claim.shape);
            wholes(claim.strides);
            return code("\u0089ccollections\nOrderedDict\n)RtR");
        }

        private void wholes(long[] values) {
            code("(");
            for (long value : values) {
                whole(value);
            }
            code("t");
        }

        private static ByteBuffer little(int bytes) {
            return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }

        public byte[] bytes() {
            return out.toByteArray();
        }
    }
}
