package org.dengbej.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Supplier;

/** One tensor: type, shape, and its elements as little-endian bytes in row-major order, which may be fetched when asked for. */
public final class Tensor {

    private final TensorType type;
    private final long[] shape;
    private final Supplier<ByteBuffer> source;

    private Tensor(TensorType type, long[] shape, Supplier<ByteBuffer> source) {
        this.type = type;
        this.shape = shape.clone();
        this.source = source;
    }

    /**
     * A tensor whose elements are here.
     *
     * @param type  element type
     * @param shape sizes, outermost first; empty for a scalar
     * @param data  exactly the elements; little-endian, from its position to its limit
     */
    public Tensor(TensorType type, long[] shape, ByteBuffer data) {
        this(type, shape, of(data.slice()));
        data();
    }

    private static Supplier<ByteBuffer> of(ByteBuffer data) {
        return data::duplicate;
    }

    /** Float32 elements that are somewhere else, and are fetched each time that somebody reads them. */
    public static Tensor fetched(long[] shape, Supplier<float[]> elements) {
        return new Tensor(TensorType.F32, shape, () -> bytes(elements.get()));
    }

    /** The same tensor, its elements here. */
    public Tensor copied() {
        ByteBuffer from = data();
        ByteBuffer own = ByteBuffer.allocate(from.remaining()).put(from).flip();
        return new Tensor(type, shape, own);
    }

    public TensorType type() {
        return type;
    }

    /**
     * Bytes that a tensor takes.
     *
     * @throws InvalidSafetensorsException for a negative size, or a product past what a long holds
     */
    static long byteCount(TensorType type, long[] shape) {
        long count = type.bytes();
        try {
            for (long size : shape) {
                if (size < 0) {
                    throw new InvalidSafetensorsException("negative size in shape " + Arrays.toString(shape));
                }
                count = Math.multiplyExact(count, size);
            }
        } catch (ArithmeticException e) {
            throw new InvalidSafetensorsException("shape %s is too large".formatted(Arrays.toString(shape)), e);
        }
        return count;
    }

    public static Tensor of(float[] values, long... shape) {
        return new Tensor(TensorType.F32, shape, bytes(values));
    }

    private static ByteBuffer bytes(float[] values) {
        ByteBuffer data = allocate(values.length, 4);
        data.asFloatBuffer().put(values);
        return data;
    }

    public static Tensor of(long[] values, long... shape) {
        ByteBuffer data = allocate(values.length, 8);
        data.asLongBuffer().put(values);
        return new Tensor(TensorType.I64, shape, data);
    }

    public static Tensor of(short[] values, long... shape) {
        ByteBuffer data = allocate(values.length, 2);
        data.asShortBuffer().put(values);
        return new Tensor(TensorType.I16, shape, data);
    }

    private static ByteBuffer allocate(int elements, int bytes) {
        return ByteBuffer.allocate(Math.multiplyExact(elements, bytes)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A fresh view, position 0, little-endian. */
    public ByteBuffer data() {
        ByteBuffer data = source.get().order(ByteOrder.LITTLE_ENDIAN);
        if (data.remaining() != byteCount()) {
            throw new InvalidSafetensorsException("a %s tensor of shape %s takes %d bytes, found %d"
                    .formatted(type, Arrays.toString(shape), byteCount(), data.remaining()));
        }
        return data;
    }

    public long[] shape() {
        return shape.clone();
    }

    /** Bytes that the elements take. */
    public long byteCount() {
        return byteCount(type, shape);
    }

    public int elements() {
        return Math.toIntExact(byteCount() / type.bytes());
    }

    /** Elements as float32, widened from F16, BF16 or narrowed from F64 where they are not F32. */
    public float[] toFloats() {
        ByteBuffer from = data();
        float[] to = new float[elements()];
        switch (type) {
            case F32 -> from.asFloatBuffer().get(to);
            case F64 -> {
                for (int i = 0; i < to.length; i++) {
                    to[i] = (float) from.getDouble();
                }
            }
            case F16 -> {
                for (int i = 0; i < to.length; i++) {
                    to[i] = halfToFloat(from.getShort());
                }
            }
            case BF16 -> {
                for (int i = 0; i < to.length; i++) {
                    to[i] = Float.intBitsToFloat((from.getShort() & 0xffff) << 16);
                }
            }
            default -> throw wrongType("a floating-point type");
        }
        return to;
    }

    /** Elements as int64, widened from I32 where they are not I64. */
    public long[] toLongs() {
        ByteBuffer from = data();
        long[] to = new long[elements()];
        switch (type) {
            case I64 -> from.asLongBuffer().get(to);
            case I32 -> {
                for (int i = 0; i < to.length; i++) {
                    to[i] = from.getInt();
                }
            }
            default -> throw wrongType("I64 or I32");
        }
        return to;
    }

    public short[] toShorts() {
        if (type != TensorType.I16) {
            throw wrongType("I16");
        }
        short[] to = new short[elements()];
        data().asShortBuffer().get(to);
        return to;
    }

    private InvalidSafetensorsException wrongType(String expected) {
        return new InvalidSafetensorsException("expected %s, found %s".formatted(expected, type));
    }

    /** IEEE 754 binary16 to binary32, exactly. {@code Float.float16ToFloat} comes with JDK 20. */
    static float halfToFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >> 10) & 0x1f;
        int mantissa = half & 0x3ff;
        if (exponent == 0) {
            float magnitude = mantissa * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int wide = exponent == 31 ? 0xff : exponent + 112;
        return Float.intBitsToFloat(sign | wide << 23 | mantissa << 13);
    }
}
