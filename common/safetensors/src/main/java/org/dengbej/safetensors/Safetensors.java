package org.dengbej.safetensors;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A safetensors blob: eight bytes of header length, a JSON header, the tensors' bytes end to end.
 *
 * <p>Reading copies nothing: tensors are views of the bytes they came from, so a header can lie as it likes and no allocation
 * is larger than the blob. What is checked is what the format's reference implementation checks: offsets in range, no holes,
 * no overlaps, sizes that agree with shapes. See <a href="https://huggingface.co/docs/safetensors">the format</a>.
 *
 * @param tensors  by name, in the order of their bytes
 * @param metadata {@code __metadata__}: free text by key
 */
public record Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {

    /** The format's own bound on the header. */
    private static final int BUFFER_BYTES = 1 << 16;

    private static final long MAX_HEADER_BYTES = 100_000_000;

    private static final String METADATA = "__metadata__";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    public Safetensors {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /**
     * The tensor of that name.
     *
     * @throws InvalidSafetensorsException naming it, when it is not there or has another type
     */
    public Tensor tensor(String name, TensorType type) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new InvalidSafetensorsException(
                    "tensor '%s' (%s) is missing; found %s".formatted(name, type, tensors.keySet()));
        }
        if (tensor.type() != type) {
            throw new InvalidSafetensorsException(
                    "tensor '%s' must be %s, found %s".formatted(name, type, tensor.type()));
        }
        return tensor;
    }

    /** Reads a file, memory-mapped; at most 2 GiB. */
    public static Safetensors read(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return read(channel.map(MapMode.READ_ONLY, 0, channel.size()));
        } catch (InvalidSafetensorsException e) {
            throw new InvalidSafetensorsException("[%s] %s".formatted(file, e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException("[%s] cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    public static Safetensors read(byte[] blob) {
        return read(ByteBuffer.wrap(blob));
    }

    /** Reads what lies between position and limit. */
    public static Safetensors read(ByteBuffer blob) {
        ByteBuffer bytes = blob.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() < 8) {
            throw new InvalidSafetensorsException(
                    "expected 8 bytes of header length, found %d bytes in all".formatted(bytes.remaining()));
        }
        long headerBytes = bytes.getLong();
        if (headerBytes < 2 || headerBytes > Math.min(MAX_HEADER_BYTES, bytes.remaining())) {
            throw new InvalidSafetensorsException("the header claims %s bytes, %d follow (at most %d are allowed)"
                    .formatted(Long.toUnsignedString(headerBytes), bytes.remaining(), MAX_HEADER_BYTES));
        }
        JsonNode header = header(bytes.slice(8, (int) headerBytes));
        return new Safetensors(
                tensors(header, bytes.slice(8 + (int) headerBytes, bytes.remaining() - (int) headerBytes)),
                metadata(header.path(METADATA)));
    }

    private static JsonNode header(ByteBuffer json) {
        byte[] text = new byte[json.remaining()];
        json.get(text);
        try {
            JsonNode header = JSON.readTree(text);
            if (!(header instanceof ObjectNode)) {
                throw new InvalidSafetensorsException("the header is no JSON object");
            }
            return header;
        } catch (JacksonException e) {
            throw new InvalidSafetensorsException("the header is no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) { // of bytes in no character set, since nothing else is read
            throw new InvalidSafetensorsException("the header is no text: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> metadata(JsonNode node) {
        Map<String, String> metadata = new LinkedHashMap<>();
        if (!node.isMissingNode() && !node.isObject()) {
            throw new InvalidSafetensorsException(METADATA + " must be an object of texts");
        }
        node.fields().forEachRemaining(entry -> {
            if (!entry.getValue().isTextual()) {
                throw new InvalidSafetensorsException(METADATA + "." + entry.getKey() + " must be a text");
            }
            metadata.put(entry.getKey(), entry.getValue().textValue());
        });
        return metadata;
    }

    private record Entry(String name, TensorType type, long[] shape, long begin, long end) {}

    private static Map<String, Tensor> tensors(JsonNode header, ByteBuffer data) {
        List<Entry> entries = header.properties().stream()
                .filter(property -> !property.getKey().equals(METADATA))
                .map(property -> entry(property.getKey(), property.getValue()))
                .sorted(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end))
                .toList();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        long next = 0;
        for (Entry entry : entries) {
            if (entry.begin != next || entry.end < entry.begin || entry.end > data.limit()) {
                throw new InvalidSafetensorsException(
                        "tensor '%s' lies at bytes %d to %d; expected it to begin at %d and end within %d"
                                .formatted(entry.name, entry.begin, entry.end, next, data.limit()));
            }
            next = entry.end;
            try {
                tensors.put(entry.name, new Tensor(entry.type, entry.shape, data.slice((int) entry.begin, (int)
                        (entry.end - entry.begin))));
            } catch (InvalidSafetensorsException e) {
                throw new InvalidSafetensorsException("tensor '%s': %s".formatted(entry.name, e.getMessage()), e);
            }
        }
        if (next != data.limit()) {
            throw new InvalidSafetensorsException(
                    "the tensors take %d bytes, %d follow the header".formatted(next, data.limit()));
        }
        return tensors;
    }

    private static Entry entry(String name, JsonNode node) {
        long[] offsets = longs(name, "data_offsets", node.path("data_offsets"));
        if (offsets.length != 2) {
            throw new InvalidSafetensorsException("tensor '%s': data_offsets must be two numbers".formatted(name));
        }
        return new Entry(name, type(name, node), longs(name, "shape", node.path("shape")), offsets[0], offsets[1]);
    }

    private static TensorType type(String name, JsonNode node) {
        String type = node.path("dtype").asText();
        return Arrays.stream(TensorType.values())
                .filter(known -> known.name().equals(type))
                .findFirst()
                .orElseThrow(() -> new InvalidSafetensorsException("tensor '%s': dtype '%s' is none of %s"
                        .formatted(name, type, Arrays.toString(TensorType.values()))));
    }

    private static long[] longs(String name, String field, JsonNode node) {
        if (!node.isArray() || node.size() > 16) {
            throw new InvalidSafetensorsException(
                    "tensor '%s': %s must be a short list of numbers".formatted(name, field));
        }
        long[] values = new long[node.size()];
        for (int i = 0; i < values.length; i++) {
            JsonNode value = node.get(i);
            if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
                throw new InvalidSafetensorsException(
                        "tensor '%s': %s must be whole numbers of at least 0, found %s".formatted(name, field, value));
            }
            values[i] = value.longValue();
        }
        return values;
    }

    /** The blob as one array. */
    public byte[] toBytes() {
        byte[] header = headerBytes();
        long size = 8L + header.length;
        for (Tensor tensor : tensors.values()) {
            size += tensor.byteCount();
        }
        ByteBuffer blob = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
        blob.putLong(header.length).put(header);
        tensors.values().forEach(tensor -> blob.put(tensor.data()));
        return blob.array();
    }

    /** Writes the blob as a file, in the place of one that is there, one tensor at a time. */
    public void write(Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES)) {
            writeTo(out);
        }
    }

    /** Writes the blob one tensor at a time. */
    public void writeTo(OutputStream out) throws IOException {
        byte[] header = headerBytes();
        out.write(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .array());
        out.write(header);
        byte[] buffer = new byte[1 << 16];
        for (Tensor tensor : tensors.values()) {
            ByteBuffer data = tensor.data();
            while (data.hasRemaining()) {
                int length = Math.min(buffer.length, data.remaining());
                data.get(buffer, 0, length);
                out.write(buffer, 0, length);
            }
        }
    }

    private byte[] headerBytes() {
        ObjectNode header = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            metadata.forEach(header.putObject(METADATA)::put);
        }
        long begin = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Tensor tensor = entry.getValue();
            ObjectNode node =
                    header.putObject(entry.getKey()).put("dtype", tensor.type().name());
            Arrays.stream(tensor.shape()).forEach(node.putArray("shape")::add);
            long end = begin + tensor.byteCount();
            node.putArray("data_offsets").add(begin).add(end);
            begin = end;
        }
        byte[] json = bytes(header);
        // The reference implementation pads the header with spaces, so that tensors lie aligned.
        byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return padded;
    }

    private static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JacksonException e) {
            throw new UncheckedIOException(e);
        }
    }
}
