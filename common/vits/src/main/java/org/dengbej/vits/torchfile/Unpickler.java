package org.dengbej.vits.torchfile;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A pickle machine that understands what {@code torch.save} writes for dicts of tensors and numbers (protocol 2), and no more.
 *
 * <p>Values are maps with texts or whole numbers as keys, lists (tuples, too), {@link String}, {@link Long}, {@link Double},
 * {@link Boolean}, null, {@link TensorReference} and {@link StorageReference}. See Python's {@code pickletools} for the
 * instructions.
 */
final class Unpickler {

    /** A voice's checkpoint with its optimizer's state has some 100 000. */
    static final int MAX_INSTRUCTIONS = 1_000_000;

    static final int MAX_BYTES = 8 << 20;
    static final int MAX_MEMO = 200_000;

    private static final int PROTOCOL = 2;

    private final PickleBytes in;
    private final List<Object> stack = new ArrayList<>();
    private final Deque<Integer> marks = new ArrayDeque<>();
    private final Map<Integer, Object> memo = new HashMap<>();
    private final Nesting nesting = new Nesting();

    private Unpickler(ByteBuffer pickle) {
        in = new PickleBytes(pickle);
    }

    /**
     * The value that a pickle describes.
     *
     * @throws InvalidTorchFileException naming the byte and the instruction that is not understood or breaks a limit
     */
    static Object read(ByteBuffer pickle) {
        if (pickle.remaining() > MAX_BYTES) {
            throw new InvalidTorchFileException(
                    "a pickle has at most %d bytes, found %d".formatted(MAX_BYTES, pickle.remaining()));
        }
        Unpickler unpickler = new Unpickler(pickle);
        int at = 0;
        try {
            for (int i = 0; i < MAX_INSTRUCTIONS; i++) {
                at = unpickler.in.position();
                int opcode = unpickler.in.u8();
                if (opcode == '.') {
                    return unpickler.pop();
                }
                unpickler.step(opcode);
            }
            throw new InvalidTorchFileException("a pickle has at most %d instructions".formatted(MAX_INSTRUCTIONS));
        } catch (InvalidTorchFileException e) {
            throw new InvalidTorchFileException("pickle, byte %d: %s".formatted(at, e.getMessage()), e);
        }
    }

    private void step(int opcode) {
        switch (opcode) {
            case 0x80 -> protocol(in.u8());
            case 'N' -> stack.add(null);
            case 0x88 -> stack.add(true);
            case 0x89 -> stack.add(false);
            case 'K' -> stack.add((long) in.u8());
            case 'M' -> stack.add((long) in.u16());
            case 'J' -> stack.add((long) in.i32());
            case 0x8a -> stack.add(in.whole(in.u8()));
            case 'G' -> stack.add(in.f64());
            case 'X' -> stack.add(in.text());
            case '}' -> stack.add(nesting.open(new LinkedHashMap<>()));
            case ']' -> stack.add(nesting.open(new ArrayList<>()));
            case '(' -> marks.push(stack.size());
            case ')' -> tuple(List.of());
            case 0x85 -> tuple(pop(1));
            case 0x86 -> tuple(pop(2));
            case 0x87 -> tuple(pop(3));
            case 't' -> tuple(popToMark());
            case 'a' -> append(pop(1));
            case 'e' -> append(popToMark());
            case 's' -> put(pop(2));
            case 'u' -> put(popToMark());
            case 'q' -> memoize(in.u8());
            case 'r' -> memoize(in.i32());
            case 'h' -> fetch(in.u8());
            case 'j' -> fetch(in.i32());
            case 'c' -> stack.add(Constructors.global(in.line(), in.line()));
            case 'R' -> call();
            case 'b' -> build();
            case 'Q' -> stack.add(Constructors.storage(pop()));
            default ->
                throw new InvalidTorchFileException(
                        "the instruction %s is none that a checkpoint of tensors needs; was it written by torch.save?"
                                .formatted(Opcodes.name(opcode)));
        }
    }

    private static void protocol(int version) {
        if (version != PROTOCOL) {
            throw new InvalidTorchFileException(
                    "expected pickle protocol %d, torch.save's own, found %d; save it without pickle_protocol"
                            .formatted(PROTOCOL, version));
        }
    }

    private void tuple(List<Object> values) {
        List<Object> tuple = nesting.open(Collections.unmodifiableList(values));
        values.forEach(value -> nesting.add(tuple, value));
        nesting.close(tuple);
        stack.add(tuple);
    }

    private void append(List<Object> values) {
        List<Object> list = top(List.class);
        values.forEach(value -> {
            nesting.add(list, value);
            list.add(value);
        });
    }

    private void put(List<Object> keysAndValues) {
        if (keysAndValues.size() % 2 != 0) {
            throw new InvalidTorchFileException("a dict takes keys with values, found a key alone");
        }
        Map<Object, Object> map = top(Map.class);
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            Object key = keysAndValues.get(i);
            if (!(key instanceof String || key instanceof Long)) {
                throw new InvalidTorchFileException("a key of a dict must be a text or a whole number");
            }
            nesting.add(map, keysAndValues.get(i + 1));
            map.put(key, keysAndValues.get(i + 1));
        }
    }

    private void memoize(int index) {
        memo.put(index, stack.isEmpty() ? none() : stack.get(stack.size() - 1));
        if (memo.size() > MAX_MEMO) {
            throw new InvalidTorchFileException("a pickle remembers at most %d values".formatted(MAX_MEMO));
        }
    }

    private void fetch(int index) {
        if (!memo.containsKey(index)) {
            throw new InvalidTorchFileException(
                    "value %s was never remembered".formatted(Integer.toUnsignedString(index)));
        }
        Object value = memo.get(index);
        if (nesting.isOpen(value)) {
            throw new InvalidTorchFileException("value %s would be part of itself".formatted(index));
        }
        stack.add(value);
    }

    private void call() {
        List<Object> functionAndArguments = pop(2);
        if (!(functionAndArguments.get(0) instanceof Constructors.Global function)
                || !(functionAndArguments.get(1) instanceof List<?> arguments)) {
            throw new InvalidTorchFileException("expected a function and a tuple to call it with");
        }
        Object made = Constructors.call(function, arguments);
        stack.add(made instanceof Map ? nesting.open(made) : made);
    }

    /** Attributes of an ordered dict (a module leaves the versions of its parts there) are no part of its values. */
    private void build() {
        nesting.close(pop());
        top(Map.class);
    }

    private Object pop() {
        return pop(1).get(0);
    }

    private List<Object> pop(int count) {
        int floor = marks.isEmpty() ? 0 : marks.peek();
        return stack.size() - count < floor ? none() : popFrom(stack.size() - count);
    }

    private List<Object> popToMark() {
        return marks.isEmpty() ? none() : popFrom(marks.pop());
    }

    private List<Object> popFrom(int start) {
        List<Object> tail = stack.subList(start, stack.size());
        List<Object> values = Arrays.asList(tail.toArray());
        tail.clear();
        return values;
    }

    /** The container on top of the stack, which can still be added to. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // of List.class and Map.class
    private <T> T top(Class<?> kind) {
        Object top = stack.isEmpty() ? null : stack.get(stack.size() - 1);
        if (!kind.isInstance(top) || !nesting.isOpen(top)) {
            throw new InvalidTorchFileException("expected a %s that can be added to"
                    .formatted(kind.getSimpleName().toLowerCase(Locale.ROOT)));
        }
        return (T) top;
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // it never returns
    private static <T> T none() {
        throw new InvalidTorchFileException("a value is taken where there is none");
    }
}
