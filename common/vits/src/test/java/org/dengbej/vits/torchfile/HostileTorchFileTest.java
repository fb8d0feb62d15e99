package org.dengbej.vits.torchfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.dengbej.safetensors.Tensor;
import org.dengbej.vits.torchfile.Archives.Assembler;
import org.dengbej.vits.torchfile.Archives.DeclaredTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostileTorchFileTest {

    private static final byte[] GOOD = good();

    /** The memory limit for reading a file of a few KiB: its strings, maps and messages, and nothing that it merely claims. */
    private static final long MAX_ALLOCATED_BYTES = 8 << 20;

    private static byte[] good() {
        try {
            return Files.readAllBytes(Path.of("src/test/resources/torchfile/values.pth"));
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static void refused(byte[] file, String... saying) {
        long before = allocated();
        assertThatThrownBy(() -> TorchFile.read(ByteBuffer.wrap(file)).tensors("model"))
                .isInstanceOf(InvalidTorchFileException.class)
                .hasMessageContainingAll(saying);
        assertThat(allocated() - before).isLessThan(MAX_ALLOCATED_BYTES);
    }

    private static void refusedPickle(String code, String... saying) {
        refused(Archives.withPickle(new Assembler().code(code).bytes()), saying);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    /** Reads all there is. */
    private static void readAll(byte[] file) {
        TorchFile torch = TorchFile.read(ByteBuffer.wrap(file));
        assertThat(depth(torch.values())).isLessThanOrEqualTo(Nesting.MAX_DEPTH);
        for (Object key : torch.values().keySet()) {
            if (key instanceof String name && torch.values().get(key) instanceof Map) {
                for (Tensor tensor : torch.tensors(name).values()) {
                    assertThat(tensor.data().remaining()).isLessThanOrEqualTo(file.length);
                }
            }
        }
    }

    private static int depth(Object value) {
        List<?> parts = value instanceof Map<?, ?> map
                ? new ArrayList<>(map.values())
                : value instanceof List<?> list ? list : null;
        return parts == null
                ? 0
                : 1 + parts.stream().mapToInt(HostileTorchFileTest::depth).max().orElse(0);
    }

    private static void readOrRefused(byte[] file) {
        long before = allocated();
        try {
            readAll(file);
        } catch (InvalidTorchFileException e) {
            assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(2_000);
        }
        assertThat(allocated() - before).isLessThan(MAX_ALLOCATED_BYTES);
    }

    // what the archive says

    @Test
    void cutOffAnywhereItIsRefused() {
        for (int length = 0; length < GOOD.length; length++) {
            byte[] cut = Arrays.copyOf(GOOD, length);
            assertThatThrownBy(() -> readAll(cut)).isInstanceOf(InvalidTorchFileException.class);
        }
        refused(Arrays.copyOf(GOOD, GOOD.length / 2), "is the file complete?");
    }

    @Test
    void whatIsCompressedIsNotUnpacked() {
        Map<String, byte[]> entries =
                Archives.entries(new Assembler().code("}.").bytes());
        entries.put("archive/data/0", new byte[50 << 20]);
        byte[] bomb = Archives.zip(entries, ZipEntry.DEFLATED);
        assertThat(bomb).hasSizeLessThan(100_000);
        refused(bomb, "'archive/data.pkl'", "stored", "method 8");
    }

    @Test
    void bigEndianNumbersAreRefused() {
        Map<String, byte[]> entries =
                Archives.entries(new Assembler().code("}.").bytes());
        entries.put("archive/byteorder", "big".getBytes(StandardCharsets.US_ASCII));
        refused(Archives.stored(entries), "byte order little", "'big'", "archive/byteorder", "torch.save");
    }

    @Test
    void anUnknownVersionIsRefused() {
        Map<String, byte[]> entries =
                Archives.entries(new Assembler().code("}.").bytes());
        entries.put("archive/version", "11\n".getBytes(StandardCharsets.US_ASCII));
        refused(Archives.stored(entries), "version", "'11'");
    }

    @Test
    void anArchiveOfSomethingElseIsRefused() {
        refused(Archives.stored(Map.of("word/document.xml", new byte[3])), "data.pkl", "is this a checkpoint");
        refused(Archives.stored(Map.of("a/data.pkl", new byte[0], "b/data.pkl", new byte[0])), "found 2");
        refused(new byte[1000], "expected a zip archive");
        refused(new byte[0], "expected a zip archive");
    }

    // what the pickle claims of its tensors

    private static DeclaredTensor honest(long[] shape, long[] strides) {
        return new DeclaredTensor("FloatStorage", "0", 4, 0, shape, strides);
    }

    private static void refusedTensor(DeclaredTensor claim, String... saying) {
        refused(Archives.checkpoint("a.weight", claim), saying);
    }

    @Test
    void aValidArchiveIsRead() {
        byte[] file = Archives.checkpoint("a.weight", DeclaredTensor.honest());
        assertThat(TorchFile.read(ByteBuffer.wrap(file)).tensors("model")).containsOnlyKeys("a.weight");
    }

    @Test
    void falseSizesAreRefusedByName() {
        long[] strides = {2, 1};
        refusedTensor(honest(new long[] {2, 3}, new long[] {3, 1}), "model.a.weight", "6 elements", "has 4");
        refusedTensor(honest(new long[] {1L << 31, 1L << 31}, strides), "model.a.weight", "elements");
        refusedTensor(honest(new long[] {1L << 40, 1L << 40}, strides), "model.a.weight", "too large");
        refusedTensor(honest(new long[] {-2, -2}, strides), "model.a.weight", "negative");
        refusedTensor(honest(new long[17], new long[17]), "16 sizes");
        refusedTensor(honest(new long[] {2, 2}, new long[] {1}), "model.a.weight", "strides [1]");
        refusedTensor(honest(new long[] {2, 2}, new long[] {0, 0}), "model.a.weight", "without gaps");
        refusedTensor(
                new DeclaredTensor("FloatStorage", "0", 1L << 40, 0, new long[] {2, 2}, strides),
                "1099511627776",
                "16 bytes");
        refusedTensor(
                new DeclaredTensor("DoubleStorage", "0", 4, 0, new long[] {2, 2}, strides),
                "4 elements of F64",
                "16 bytes");
        refusedTensor(
                new DeclaredTensor("FloatStorage", "1", 4, 0, new long[] {2, 2}, strides),
                "'archive/data/1'",
                "missing");
        refusedTensor(new DeclaredTensor("FloatStorage", "0", 4, 1, new long[] {2, 2}, strides), "from element 1");
        refusedTensor(new DeclaredTensor("FloatStorage", "0", 4, -1, new long[] {2, 2}, strides), "from element -1");
        refusedTensor(
                new DeclaredTensor("FloatStorage", "0", 4, Long.MAX_VALUE, new long[] {2, 2}, strides), "from element");
        refusedTensor(new DeclaredTensor("FloatStorage", "../byteorder", 4, 0, new long[] {2, 2}, strides), "missing");
        refusedTensor(new DeclaredTensor("QInt8Storage", "0", 16, 0, new long[] {2, 2}, strides), "QInt8Storage");
    }

    @Test
    void aNameThatNoLogCouldShowIsRefused() {
        refused(Archives.checkpoint("a\u001b[31m\n", DeclaredTensor.honest()), "printable", "a\uFFFD[31m\uFFFD");
        refused(Archives.checkpoint("a".repeat(100_000), DeclaredTensor.honest()), "at most 200", "aaa...");
    }

    // what the pickle asks for

    @ParameterizedTest
    @CsvSource({
        "0x93, STACK_GLOBAL",
        "0x69, INST",
        "0x6f, OBJ",
        "0x81, NEWOBJ",
        "0x92, NEWOBJ_EX",
        "0x82, EXT1",
        "0x50, PERSID",
        "0x95, FRAME",
        "0x32, DUP",
        "0xff, none that pickle has"
    })
    void everyOtherInstructionIsRefusedByName(String opcode, String name) {
        refusedPickle(Character.toString(Integer.decode(opcode)), name, opcode, "byte 2");
    }

    @Test
    void everyOtherFunctionIsRefusedByName() {
        refusedPickle("cos\nsystem\n.", "os.system", "nothing is ever run");
        refusedPickle("cbuiltins\neval\n.", "builtins.eval");
        refusedPickle("ctorch.storage\nUntypedStorage\n.", "torch.storage.UntypedStorage");
        refusedPickle("ctorch\nload\n.", "torch.load");
        refusedPickle("ctorch\nxStorage\n.", "torch.xStorage");
        refusedPickle("c" + "m".repeat(300) + "\nx\n.", "at most 255 bytes");
    }

    @Test
    void knownFunctionsTakeOnlyTheirOwnArguments() {
        refusedPickle("ccollections\nOrderedDict\n(K\1tR.", "collections.OrderedDict", "1 arguments");
        refusedPickle("ctorch\nFloatStorage\n)R.", "torch.FloatStorage");
        refusedPickle("ctorch._utils\n_rebuild_tensor_v2\n)R.", "a tensor must have a storage");
        refusedPickle("ctorch._utils\n_rebuild_parameter\n(K\1\u0089NtR.", "_rebuild_parameter");
        refusedPickle("K\1)R.", "expected a function");
        refusedPickle("(K\1tQ.", "persistent id");
    }

    @Test
    void whatHasNoValuesToTakeIsRefused() {
        for (String code :
                List.of(".", "R", "t", "a", "s", "u", "q\0", "Q", "b", "(s", "}(K\1u.", "}K\1s", "K\1K\1a", "h\0")) {
            refusedPickle(code, "pickle, byte");
        }
    }

    @Test
    void nothingBecomesPartOfItself() {
        refusedPickle("}q\0K\1h\0s.", "part of itself");
        refusedPickle("]q\0(h\0e.", "part of itself");
        // nor by way of another one, nor after it was finished
        refusedPickle("]q\0]q\1h\0aa.", "part of itself");
        refusedPickle("]]q\0ah\0K\1a.", "can be added to");
    }

    @Test
    void nothingIsDeeperThanAllowed() {
        refusedPickle("]".repeat(40) + "a".repeat(39) + ".", "at most 32 deep");
        // built from the inside, each level holding the one before twice
        StringBuilder doubling = new StringBuilder(")q\0");
        for (int i = 0; i < 40; i++) {
            doubling.append("h\0h\0\u0086q\0");
        }
        refusedPickle(doubling + ".", "at most 32 deep");
    }

    @Test
    void lengthsBeyondTheFilesEndAreRefused() {
        refusedPickle("X\u00ff\u00ff\u00ff\u00ff", "expected 4294967295 bytes more");
        refusedPickle("X\u00ff\u00ff\u00ff\u007f", "expected 2147483647 bytes more");
        refusedPickle("\u008a\u00ff", "expected 255 bytes more");
        refusedPickle("\u008a\u0009" + "\1".repeat(9) + ".", "at most 8 bytes");
        refusedPickle("K\1", "expected 1 bytes more, found 0");
    }

    @Test
    void limitsAreNamed() {
        String remembered = IntStream.rangeClosed(0, Unpickler.MAX_MEMO)
                .mapToObj(i -> "r" + (char) (i & 0xff) + (char) (i >> 8 & 0xff) + (char) (i >> 16 & 0xff) + '\0')
                .collect(Collectors.joining());
        assertRefused("N" + remembered, "at most 200000 values");
        assertRefused("(".repeat(Unpickler.MAX_INSTRUCTIONS), "at most 1000000 instructions");
        assertRefused("N".repeat(Unpickler.MAX_BYTES), "at most 8388608 bytes");
    }

    private static void assertRefused(String code, String saying) {
        byte[] file = Archives.withPickle(new Assembler().code(code).bytes());
        assertThatThrownBy(() -> TorchFile.read(ByteBuffer.wrap(file)))
                .isInstanceOf(InvalidTorchFileException.class)
                .hasMessageContaining(saying);
    }

    // whatever else

    /** A byte of the file, by its place in thousandths of a percent. */
    record Change(int place, byte value) {}

    @Provide
    static Arbitrary<List<Change>> changes() {
        return Combinators.combine(Arbitraries.integers().between(0, 99_999), Arbitraries.bytes())
                .as(Change::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    @Property(tries = 20_000)
    void aDamagedFileIsReadOrRefused(@ForAll("changes") List<Change> changes) {
        byte[] damaged = GOOD.clone();
        changes.forEach(change -> damaged[(int) ((long) change.place * damaged.length / 100_000)] = change.value);
        readOrRefused(damaged);
    }

    @Property(tries = 5_000)
    void aFileThatLacksAPieceIsReadOrRefused(@ForAll("changes") List<Change> changes) {
        int begin = (int) ((long) changes.get(0).place * GOOD.length / 100_000);
        int length = Math.min(changes.get(0).value & 0xff, GOOD.length - begin);
        byte[] lacking = new byte[GOOD.length - length];
        System.arraycopy(GOOD, 0, lacking, 0, begin);
        System.arraycopy(GOOD, begin + length, lacking, begin, GOOD.length - begin - length);
        readOrRefused(lacking);
    }

    @Provide
    static Arbitrary<List<String>> instructions() {
        String numbers = "K\1|K\2|M\1\2|J\1\0\0\0|\u008a\1\5|G\1\2\3\4\5\6\7\1";
        String others = "N|\u0088|X\1\0\0\0a|X\5\0\0\0model|X\7\0\0\0storage";
        String containers = "}|]|(|)|\u0085|\u0086|\u0087|t|a|e|s|u";
        String memory = "q\0|q\1|q\2|h\0|h\1|h\2";
        String calls = "R|b|Q|ccollections\nOrderedDict\n|ctorch\nFloatStorage\n|ctorch._utils\n_rebuild_tensor_v2\n|.";
        return Arbitraries.of(String.join("|", numbers, others, containers, memory, calls)
                        .split("\\|"))
                .list()
                .ofMaxSize(60);
    }

    @Property(tries = 20_000)
    void anyPickleIsReadOrRefused(@ForAll("instructions") List<String> instructions) {
        readOrRefused(Archives.withPickle(
                new Assembler().code("}" + String.join("", instructions)).bytes()));
    }
}
