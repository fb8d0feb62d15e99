package org.dengbej.vits.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript module made from the source of one class, {@code Ops}, without Python: the archive is a stored zip with that
 * text and a pickle that says "one object of that class, training = true".
 */
final class TorchScript {

    private static final String CODE = "code/__torch__.py";

    /** Pickle protocol 2, the empty tuple. */
    private static final byte[] NO_CONSTANTS = {(byte) 0x80, 2, ')', '.'};

    private final PtNDManager manager;
    private final PtSymbolBlock module;

    /** An array is the only thing that DJL passes with gradients on; one that bears the method's name chooses the method. */
    private final Map<String, NDArray> methods = new ConcurrentHashMap<>();

    private final Map<String, NDArray> numbers = new ConcurrentHashMap<>();

    TorchScript(String source) {
        manager = (PtNDManager) Torch.newManager(Device.cpu());
        manager.setName("torchscript");
        try (InputStream archive = new ByteArrayInputStream(archive(source))) {
            module = JniUtils.loadModule(manager, archive, false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String resource(String name) {
        try (InputStream in = TorchScript.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls a method of arrays that gives an array; recorded when the thread records. The result goes where the first is. */
    NDArray differentiable(String method, NDArray... arguments) {
        JniUtils.setGraphExecutorOptimize(
                false); // per thread; its warm-up costs more than it gains on these short methods
        NDList list = new NDList(arguments);
        list.add(methods.computeIfAbsent(method, this::token));
        return IValueUtils.forward(module, list, true).singletonOrThrow();
    }

    private NDArray token(String method) {
        NDArray token = kept(manager.zeros(new Shape(1)));
        token.setName("module_method:" + method);
        return token;
    }

    /** Whole numbers for a method that is recorded, on the CPU; made once. */
    NDArray numbers(long... values) {
        return numbers.computeIfAbsent(Arrays.toString(values), key -> kept(manager.create(values)));
    }

    /** A number for a method that is recorded, on the CPU; made once. */
    NDArray number(double value) {
        return numbers.computeIfAbsent(Double.toString(value), key -> kept(manager.create(value)));
    }

    /** The numbers' memory is Java's, so whoever keeps the array keeps it too; no scope may release it. */
    private static NDArray kept(NDArray array) {
        NDScope.unregister(array);
        return array;
    }

    /** Calls a method of lists and numbers that gives an array; never recorded. */
    NDArray plain(String method, NDManager to, Object... arguments) {
        JniUtils.setGraphExecutorOptimize(false);
        IValue[] values = Arrays.stream(arguments).map(TorchScript::value).toArray(IValue[]::new);
        try (IValue result = IValueUtils.runMethod(module, method, values)) {
            return result.toTensor((PtNDManager) to);
        } finally {
            Arrays.stream(values).forEach(IValue::close);
        }
    }

    private static IValue value(Object argument) {
        if (argument instanceof NDList list) {
            return IValue.listFrom(list.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
        }
        if (argument instanceof NDArray array) {
            return IValue.from((PtNDArray) array);
        }
        return IValue.from(((Number) argument).doubleValue());
    }

    private static byte[] archive(String source) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
            store(zip, "byteorder", "little".getBytes(StandardCharsets.US_ASCII));
            store(zip, "constants.pkl", NO_CONSTANTS);
            store(zip, "data.pkl", oneObject());
            store(zip, CODE, source.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** {@code __torch__.Ops()} with the state {@code {"training": True}}. */
    private static byte[] oneObject() throws IOException {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.write(new byte[] {(byte) 0x80, 2});
        pickle.write("c__torch__\nOps\n".getBytes(StandardCharsets.US_ASCII));
        pickle.write(new byte[] {'q', 0, ')', (byte) 0x81, '}', '(', 'X', 8, 0, 0, 0});
        pickle.write("training".getBytes(StandardCharsets.US_ASCII));
        pickle.write(new byte[] {'q', 1, (byte) 0x88, 'u', 'b', '.'});
        return pickle.toByteArray();
    }

    /** PyTorch maps the archive's files into memory, so they must not be compressed. */
    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry("ops/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
