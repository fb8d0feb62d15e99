package org.dengbej.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {

    private static final Path PYTHON = Path.of("src/test/resources/python.safetensors");

    private static byte[] blob(String header, int dataBytes) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    @Test
    void whatPythonWroteIsRead() {
        Safetensors python = Safetensors.read(PYTHON);
        assertThat(python.metadata()).containsEntry("who", "python").containsEntry("ê", "ş");
        assertThat(python.tensor("f64", TensorType.F64).toFloats()).containsExactly(1.5f);
        assertThat(python.tensor("f32", TensorType.F32).toFloats()).containsExactly(1, 2, 3, 4);
        assertThat(python.tensor("f32", TensorType.F32).shape()).containsExactly(2, 2);
        assertThat(python.tensor("f16", TensorType.F16).toFloats())
                .containsExactly(0.5f, -65504f, 5.9604645e-8f, Float.POSITIVE_INFINITY);
        assertThat(python.tensor("bf16", TensorType.BF16).toFloats()).containsExactly(1f, -3.140625f);
        assertThat(python.tensor("i64", TensorType.I64).toLongs()).containsExactly(-1, 1L << 40);
        assertThat(python.tensor("i32", TensorType.I32).toLongs()).containsExactly(7);
        assertThat(python.tensor("i16", TensorType.I16).toShorts()).containsExactly((short) -32768, (short) 32767);
        assertThat(python.tensor("scalar", TensorType.F32).shape()).isEmpty();
        assertThat(python.tensor("empty", TensorType.F32).elements()).isZero();
        assertThat(python.tensors()).hasSize(12);
    }

    @Test
    void whatIsWrittenReadsBackTheSame() throws IOException {
        Safetensors python = Safetensors.read(PYTHON);
        ByteArrayOutputStream streamed = new ByteArrayOutputStream();
        python.writeTo(streamed);
        assertThat(streamed.toByteArray()).isEqualTo(python.toBytes());
        Safetensors again = Safetensors.read(python.toBytes());
        assertThat(again.metadata()).isEqualTo(python.metadata());
        assertThat(again.tensors().keySet()).isEqualTo(python.tensors().keySet());
        again.tensors()
                .forEach((name, tensor) -> assertThat(tensor.data())
                        .isEqualTo(python.tensors().get(name).data()));
    }

    @Test
    void cutOffAnywhereItIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(PYTHON);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Safetensors.read(cut)).isInstanceOf(InvalidSafetensorsException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", // shape and bytes differ
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", // a hole
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", // bytes left over
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,8]}}", // overflows
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1000000000000],\"data_offsets\":[0,4000000000000]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F8\",\"shape\":[8],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":\"2\",\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}",
                "{\"a\":{},\"a\":{}}",
                "{\"__metadata__\":{\"x\":1}}",
                "[]",
                "{",
                "null"
            })
    void aHeaderThatDoesNotFitItsDataIsRefused(String header) {
        assertThatThrownBy(() -> Safetensors.read(blob(header, 8))).isInstanceOf(InvalidSafetensorsException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE, -1, 0, 1L << 40, 17})
    void aFalseHeaderLengthIsRefusedBeforeAnythingIsAllocated(long length) {
        byte[] bytes = ByteBuffer.allocate(24)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array();
        assertThatThrownBy(() -> Safetensors.read(bytes)).isInstanceOf(InvalidSafetensorsException.class);
    }

    @Property(tries = 10_000)
    void anyBytesAreTensorsOrRefused(@ForAll byte[] header, @ForAll byte[] data) {
        byte[] framed = ByteBuffer.allocate(8 + header.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .put(data)
                .array();
        for (byte[] bytes : new byte[][] {framed, data}) {
            try {
                Safetensors.read(bytes);
            } catch (InvalidSafetensorsException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    @Property(tries = 2_000)
    void anyTensorsAreReadAsWritten(@ForAll float[] floats, @ForAll long[] longs, @ForAll short[] shorts) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("floats", Tensor.of(floats, floats.length));
        tensors.put("longs", Tensor.of(longs, longs.length, 1));
        tensors.put("shorts", Tensor.of(shorts, 1, shorts.length));
        Safetensors read = Safetensors.read(new Safetensors(tensors, Map.of()).toBytes());
        assertThat(read.tensor("floats", TensorType.F32).toFloats()).isEqualTo(floats);
        assertThat(read.tensor("longs", TensorType.I64).toLongs()).isEqualTo(longs);
        assertThat(read.tensor("shorts", TensorType.I16).toShorts()).isEqualTo(shorts);
    }
}
