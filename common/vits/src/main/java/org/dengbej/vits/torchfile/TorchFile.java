package org.dengbej.vits.torchfile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.dengbej.safetensors.Tensor;

/**
 * A checkpoint as {@code torch.save} writes it since PyTorch 1.6: a stored zip with a pickle, {@code <root>/data.pkl}, that
 * describes a tree of values, and an entry {@code <root>/data/<key>} for each storage. Little-endian; at most 2 GiB.
 *
 * <p>Nothing in the file is run, and no allocation is larger than the file: tensors are views of its bytes, made and checked when
 * they are asked for. What lies beside them, such as an optimizer's state, is not looked at.
 */
public final class TorchFile {

    private static final String PICKLE = "/data.pkl";
    private static final int MAX_TEXT_BYTES = 16;
    private static final int MAX_NAME_CHARACTERS = 200;
    private static final Pattern NAME = Pattern.compile("\\P{Cntrl}{1," + MAX_NAME_CHARACTERS + "}");
    private static final int PICKLE_PROTOCOL = 0x80;
    private static final String HOW_TO_CONVERT =
            "write it anew: torch.save(torch.load(FILE, map_location='cpu', weights_only=True), FILE)";

    private final String origin;
    private final StoredTensors storage;
    private final Map<?, ?> values;

    private TorchFile(String origin, ByteBuffer bytes) {
        this.origin = origin;
        if (bytes.hasRemaining() && (bytes.get(bytes.position()) & 0xff) == PICKLE_PROTOCOL) {
            throw new InvalidTorchFileException(
                    "expected a zip archive, found a bare pickle, which PyTorch wrote before 1.6; " + HOW_TO_CONVERT);
        }
        Map<String, ByteBuffer> entries = StoredZip.entries(bytes);
        String root = root(entries);
        refuseUnlike(entries, root + "/byteorder", Pattern.compile("little"), "byte order little");
        refuseUnlike(entries, root + "/version", Pattern.compile("[1-9]|10"), "a format version from 1 to 10");
        storage = new StoredTensors(entries, root);
        if (!(Unpickler.read(entries.get(root + PICKLE)) instanceof Map<?, ?> map)) {
            throw new InvalidTorchFileException("expected a dict of values, found something else");
        }
        values = Collections.unmodifiableMap(map);
    }

    /**
     * Reads a file, memory-mapped.
     *
     * @throws InvalidTorchFileException naming the file and what is wrong with it
     */
    public static TorchFile read(Path file) {
        String origin = "[%s] ".formatted(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new InvalidTorchFileException("expected at most 2 GiB, found %d bytes".formatted(channel.size()));
            }
            return new TorchFile(origin, channel.map(MapMode.READ_ONLY, 0, channel.size()));
        } catch (InvalidTorchFileException e) {
            throw new InvalidTorchFileException(origin + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(origin + "cannot be read: " + e.getMessage(), e);
        }
    }

    /** Reads what lies between position and limit. */
    public static TorchFile read(ByteBuffer bytes) {
        return new TorchFile("", bytes);
    }

    private static String root(Map<String, ByteBuffer> entries) {
        List<String> pickles = entries.keySet().stream()
                .filter(name -> name.endsWith(PICKLE) && name.indexOf('/') == name.length() - PICKLE.length())
                .toList();
        if (pickles.size() != 1) {
            throw new InvalidTorchFileException(
                    "expected one entry <root>%s in the zip archive, found %d among %d; is this a checkpoint of PyTorch's?"
                            .formatted(PICKLE, pickles.size(), entries.size()));
        }
        return pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length());
    }

    /** Older files lack this entry. */
    private static void refuseUnlike(Map<String, ByteBuffer> entries, String name, Pattern expected, String meaning) {
        ByteBuffer entry = entries.get(name);
        if (entry == null) {
            return;
        }
        byte[] start = new byte[Math.min(entry.remaining(), MAX_TEXT_BYTES)];
        entry.get(0, start);
        String text = new String(start, StandardCharsets.UTF_8).strip();
        if (!expected.matcher(text).matches()) {
            throw new InvalidTorchFileException("expected %s, found '%s' in entry %s; %s"
                    .formatted(meaning, Shown.of(text), Shown.of(name), HOW_TO_CONVERT));
        }
    }

    /**
     * The tree of values: maps with texts or whole numbers ({@link Long}) as keys, lists (tuples, too), {@link String},
     * {@link Long}, {@link Double}, {@link Boolean}, null, and {@link TensorReference}, which {@link #tensor} resolves.
     */
    public Map<?, ?> values() {
        return values;
    }

    /**
     * The tensors of the dict of that name, such as {@code model}.
     *
     * @throws InvalidTorchFileException naming a tensor that is not what it claims to be, or a value that is no tensor
     */
    public Map<String, Tensor> tensors(String name) {
        if (!(values.get(name) instanceof Map<?, ?> dict)) {
            throw new InvalidTorchFileException("%sexpected a dict '%s' of tensors, found none among %d values"
                    .formatted(origin, name, values.size()));
        }
        return tensors(dict, name + ".");
    }

    /**
     * All values as tensors: the file is a {@code state_dict} and nothing else, as {@code pytorch_model.bin} is.
     *
     * @throws InvalidTorchFileException naming a tensor that is not what it claims to be, or a value that is no tensor
     */
    public Map<String, Tensor> tensors() {
        return tensors(values, "");
    }

    private Map<String, Tensor> tensors(Map<?, ?> dict, String prefix) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        dict.forEach((key, value) -> {
            String shown = Shown.of(prefix + key);
            if (!(key instanceof String text) || !NAME.matcher(text).matches()) {
                throw new InvalidTorchFileException(
                        "%sthe name of a tensor must be a text of at most %d printable characters, found %s"
                                .formatted(origin, MAX_NAME_CHARACTERS, shown));
            }
            if (!(value instanceof TensorReference reference)) {
                throw new InvalidTorchFileException(
                        "%s%s must be a tensor, found something else".formatted(origin, shown));
            }
            try {
                tensors.put(text, storage.tensor(reference));
            } catch (InvalidTorchFileException e) {
                throw new InvalidTorchFileException("%s%s: %s".formatted(origin, shown, e.getMessage()), e);
            }
        });
        return tensors;
    }

    /**
     * The tensor that a reference describes.
     *
     * @throws InvalidTorchFileException saying what is wrong with it
     */
    public Tensor tensor(TensorReference reference) {
        try {
            return storage.tensor(reference);
        } catch (InvalidTorchFileException e) {
            throw new InvalidTorchFileException(origin + e.getMessage(), e);
        }
    }
}
