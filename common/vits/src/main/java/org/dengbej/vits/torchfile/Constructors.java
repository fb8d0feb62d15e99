package org.dengbej.vits.torchfile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The few Python functions and classes that a checkpoint of tensors refers to. None of them is run: what they would make is
 * described. Anything else is refused where it is named, before it could be called.
 */
final class Constructors {

    private static final Global ORDERED_DICT = new Global("collections", "OrderedDict");
    private static final Global TENSOR = new Global("torch._utils", "_rebuild_tensor_v2");
    private static final Global PARAMETER = new Global("torch._utils", "_rebuild_parameter");
    private static final List<Global> FUNCTIONS = List.of(ORDERED_DICT, TENSOR, PARAMETER);
    private static final String STORAGES = "torch";
    private static final Pattern STORAGE = Pattern.compile("[A-Z][A-Za-z0-9]{0,40}Storage");
    private static final int MAX_DIMENSIONS = 16;

    private Constructors() {}

    /** A function or class by its place. */
    record Global(String module, String name) {

        @Override
        public String toString() {
            return Shown.of(module + "." + name);
        }

        private boolean isStorage() {
            return module.equals(STORAGES) && STORAGE.matcher(name).matches();
        }
    }

    static Global global(String module, String name) {
        Global global = new Global(module, name);
        if (!FUNCTIONS.contains(global) && !global.isStorage()) {
            throw new InvalidTorchFileException(
                    "the file asks for %s; nothing but %s and torch.*Storage is understood, and nothing is ever run"
                            .formatted(global, FUNCTIONS));
        }
        return global;
    }

    /** The value of {@code function(*arguments)}. */
    static Object call(Object function, List<?> arguments) {
        if (function.equals(ORDERED_DICT) && arguments.isEmpty()) {
            return new LinkedHashMap<>();
        }
        if (function.equals(TENSOR)) {
            return tensor(arguments);
        }
        if (function.equals(PARAMETER)
                && arguments.size() == 3
                && arguments.get(0) instanceof TensorReference parameter) {
            return parameter;
        }
        throw new InvalidTorchFileException(
                "%s is called with %d arguments that it does not take".formatted(function, arguments.size()));
    }

    /** Storage, offset, sizes, strides; then whether it requires a gradient, hooks, and nothing more. */
    private static TensorReference tensor(List<?> arguments) {
        boolean plain = arguments.size() == 6 || arguments.size() == 7 && nothing(arguments.get(6));
        if (plain
                && arguments.get(0) instanceof StorageReference storage
                && arguments.get(1) instanceof Long offset
                && longs(arguments.get(2))
                && longs(arguments.get(3))) {
            return new TensorReference(storage, offset, copy(arguments.get(2)), copy(arguments.get(3)));
        }
        throw new InvalidTorchFileException(
                "a tensor must have a storage, an offset, up to %d sizes and strides, and no further properties"
                        .formatted(MAX_DIMENSIONS));
    }

    private static boolean nothing(Object value) {
        return value == null || value instanceof Map<?, ?> map && map.isEmpty();
    }

    private static boolean longs(Object value) {
        return value instanceof List<?> list
                && list.size() <= MAX_DIMENSIONS
                && list.stream().allMatch(Long.class::isInstance);
    }

    private static List<Long> copy(Object longs) {
        return ((List<?>) longs).stream().map(Long.class::cast).toList();
    }

    /** The storage that a persistent id stands for: {@code ("storage", class, key, device, elements)}. */
    static StorageReference storage(Object id) {
        if (id instanceof List<?> parts
                && parts.size() == 5
                && "storage".equals(parts.get(0))
                && parts.get(1) instanceof Global type
                && type.isStorage()
                && parts.get(2) instanceof String key
                && parts.get(4) instanceof Long elements) {
            return new StorageReference(type.name(), key, elements);
        }
        throw new InvalidTorchFileException(
                "a persistent id must be ('storage', torch.*Storage, key, device, elements), found something else");
    }
}
