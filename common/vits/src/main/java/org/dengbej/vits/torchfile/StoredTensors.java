package org.dengbej.vits.torchfile;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dengbej.safetensors.Tensor;
import org.dengbej.safetensors.TensorType;

/**
 * The numbers of a checkpoint, each storage in an entry of its own.
 *
 * @param entries of the archive
 * @param root    folder in it that all entries share
 */
record StoredTensors(Map<String, ByteBuffer> entries, String root) {

    private static final Map<String, TensorType> TYPES = new TreeMap<>(Map.of(
            "DoubleStorage", TensorType.F64,
            "FloatStorage", TensorType.F32,
            "HalfStorage", TensorType.F16,
            "BFloat16Storage", TensorType.BF16,
            "LongStorage", TensorType.I64,
            "IntStorage", TensorType.I32,
            "ShortStorage", TensorType.I16,
            "CharStorage", TensorType.I8,
            "ByteStorage", TensorType.U8,
            "BoolStorage", TensorType.BOOL));

    /**
     * A view of the archive.
     *
     * @throws InvalidTorchFileException when the reference claims what the archive does not hold
     */
    Tensor tensor(TensorReference reference) {
        TensorType type = TYPES.get(reference.storage().type());
        if (type == null) {
            throw new InvalidTorchFileException("its type must be one of %s, found %s"
                    .formatted(TYPES.keySet(), Shown.of(reference.storage().type())));
        }
        ByteBuffer storage = storage(reference.storage(), type);
        long elements = elements(reference);
        long available = storage.remaining() / type.bytes();
        if (reference.offset() < 0 || reference.offset() > available || elements > available - reference.offset()) {
            throw new InvalidTorchFileException("it claims %d elements from element %d on, its storage has %d"
                    .formatted(elements, reference.offset(), available));
        }
        refuseGaps(reference, elements);
        int begin = (int) reference.offset() * type.bytes();
        long[] shape = reference.shape().stream().mapToLong(Long::longValue).toArray();
        return new Tensor(type, shape, storage.slice(begin, (int) elements * type.bytes()));
    }

    private ByteBuffer storage(StorageReference reference, TensorType type) {
        String name = root + "/data/" + reference.key();
        ByteBuffer storage = entries.get(name);
        if (storage == null) {
            throw new InvalidTorchFileException("its entry '%s' is missing".formatted(Shown.of(name)));
        }
        if (storage.remaining() % type.bytes() != 0 || storage.remaining() / type.bytes() != reference.elements()) {
            throw new InvalidTorchFileException("its entry '%s' must hold %d elements of %s, found %d bytes"
                    .formatted(Shown.of(name), reference.elements(), type, storage.remaining()));
        }
        return storage;
    }

    private static long elements(TensorReference reference) {
        long elements = 1;
        for (long size : reference.shape()) {
            if (size < 0) {
                throw new InvalidTorchFileException("its shape %s has a negative size".formatted(reference.shape()));
            }
            try {
                elements = Math.multiplyExact(elements, size);
            } catch (ArithmeticException e) {
                throw new InvalidTorchFileException("its shape %s is too large".formatted(reference.shape()), e);
            }
        }
        return elements;
    }

    /** Elements must lie in the order of their indices, without gaps; the stride of a size of 1 does not matter. */
    private static void refuseGaps(TensorReference reference, long elements) {
        List<Long> shape = reference.shape();
        List<Long> strides = reference.strides();
        boolean dense = shape.size() == strides.size();
        long expected = 1;
        for (int i = shape.size() - 1; i >= 0 && dense; i--) {
            dense = shape.get(i) == 1 || strides.get(i) == expected;
            expected *= shape.get(i);
        }
        if (!dense && elements > 0) {
            throw new InvalidTorchFileException(
                    "a tensor of shape %s must lie row by row without gaps, found strides %s; save its contiguous()"
                            .formatted(shape, strides));
        }
    }
}
