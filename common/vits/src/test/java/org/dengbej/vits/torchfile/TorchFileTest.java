package org.dengbej.vits.torchfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dengbej.safetensors.Tensor;
import org.dengbej.safetensors.TensorType;
import org.junit.jupiter.api.Test;

/** The files were written by PyTorch 2.13, with {@code make_files.py} beside them. */
class TorchFileTest {

    private static final Path FOLDER = Path.of("src/test/resources/torchfile");

    private static TorchFile read(String name) {
        return TorchFile.read(FOLDER.resolve(name));
    }

    @Test
    void tensorsOfEveryTypeAreRead() {
        Map<String, Tensor> tensors = read("values.pth").tensors("model");
        assertThat(tensors.get("f64").toFloats()).containsExactly(1.5f);
        assertThat(tensors.get("f32").toFloats()).containsExactly(1, 2, 3, 4);
        assertThat(tensors.get("f32").shape()).containsExactly(2, 2);
        assertThat(tensors.get("f16").toFloats()).containsExactly(0.5f, -65504);
        assertThat(tensors.get("bf16").toFloats()).containsExactly(1, -3.140625f);
        assertThat(tensors.get("i64").toLongs()).containsExactly(-1, 1L << 40);
        assertThat(tensors.get("i32").toLongs()).containsExactly(7);
        assertThat(tensors.get("i16").toShorts()).containsExactly((short) -32768, (short) 32767);
        assertThat(tensors.get("i8").type()).isEqualTo(TensorType.I8);
        assertThat(tensors.get("u8").data().get()).isEqualTo((byte) 255);
        assertThat(tensors.get("bool").data()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 0}));
    }

    @Test
    void everyDenseViewOfAStorageIsRead() {
        Map<String, Tensor> tensors = read("values.pth").tensors("model");
        assertThat(tensors.get("scalar").shape()).isEmpty();
        assertThat(tensors.get("scalar").toFloats()).containsExactly(2.5f);
        assertThat(tensors.get("empty").shape()).containsExactly(0, 3);
        assertThat(tensors.get("view").toFloats()).containsExactly(2, 3, 4, 5);
        // the stride of a size of 1 is of no meaning, and is another one here
        assertThat(tensors.get("width").shape()).containsExactly(6, 1);
        assertThat(tensors.get("width").toFloats()).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(tensors.get("parameter").toFloats()).containsExactly(9);
    }

    @Test
    void theTensorsStayInTheFile() {
        TorchFile file = TorchFile.read(Path.of("src/test/resources/original/G_100000.pth"));
        assertThat(file.tensors("model")).hasSize(640).allSatisfy((name, tensor) -> {
            assertThat(tensor.data().isDirect()).isTrue();
            assertThat(tensor.data().isReadOnly()).isTrue();
        });
    }

    @Test
    void whatLiesBesideTheTensorsIsReadToo() {
        TorchFile file = read("values.pth");
        assertThat(file.values().get("whole")).isEqualTo(List.of(0L, 255L, 256L, 65536L, -1L, -(1L << 40), 1L << 62));
        assertThat(file.values().get("betas")).isEqualTo(List.of(0.8, 0.99));
        assertThat(file.values().get("nothing")).isNull();
        assertThat(file.values().get("yes")).isEqualTo(true);
        assertThat(file.values().get("no")).isEqualTo(false);
        assertThat(file.values().get("text")).isEqualTo("dengbêj");
        assertThat(file.values().get(3L))
                .isInstanceOfSatisfying(
                        Map.class,
                        state -> assertThat(file.tensor((TensorReference) state.get("step"))
                                        .toFloats())
                                .containsExactly(4));
    }

    @Test
    void anOptimizersStateIsNoHindrance() {
        TorchFile file = TorchFile.read(Path.of("src/test/resources/original/D_100000.pth"));
        assertThat(file.values().get("iteration")).isEqualTo(100_000L);
        assertThat(file.values().get("learning_rate")).isEqualTo(2e-4);
        assertThat(file.values().get("optimizer"))
                .isInstanceOfSatisfying(
                        Map.class,
                        optimizer -> assertThat(optimizer.get("state"))
                                .isInstanceOfSatisfying(
                                        Map.class, state -> assertThat(state).containsOnlyKeys(0L, 1L, 2L, 3L)));
    }

    @Test
    void aTensorThatCannotBeViewedIsRefusedByNameWhenItIsAskedFor() {
        TorchFile file = read("values.pth");
        Map<?, ?> strange = (Map<?, ?>) file.values().get("strange");
        assertThatThrownBy(() -> file.tensor((TensorReference) strange.get("transposed")))
                .isInstanceOf(InvalidTorchFileException.class)
                .hasMessageContaining("values.pth")
                .hasMessageContaining("shape [3, 2]")
                .hasMessageContaining("strides [1, 3]")
                .hasMessageContaining("contiguous()");
        assertThatThrownBy(() -> file.tensor((TensorReference) strange.get("expanded")))
                .hasMessageContaining("1000000 elements");
        assertThatThrownBy(() -> file.tensor((TensorReference) strange.get("complex")))
                .hasMessageContaining("ComplexFloatStorage")
                .hasMessageContaining("FloatStorage");
        assertThatThrownBy(() -> file.tensors("strange")).hasMessageContaining("strange.transposed");
    }

    @Test
    void aDictThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> read("values.pth").tensors("mode"))
                .isInstanceOf(InvalidTorchFileException.class)
                .hasMessageContaining("values.pth")
                .hasMessageContaining("'mode'");
        assertThatThrownBy(() -> read("values.pth").tensors("betas")).hasMessageContaining("'betas'");
    }

    @Test
    void nothingInAFileIsRun() {
        assertThatThrownBy(() -> read("command.pth"))
                .isInstanceOf(InvalidTorchFileException.class)
                .hasMessageContaining("command.pth")
                .hasMessageContaining("posix.system")
                .hasMessageContaining("torch._utils._rebuild_tensor_v2");
        assertThat(Path.of("/tmp/dengbej-was-here")).doesNotExist();
    }

    @Test
    void theOldLayoutIsNamedWithAWayOut() {
        assertThatThrownBy(() -> read("old_layout.pth"))
                .isInstanceOf(InvalidTorchFileException.class)
                .hasMessageContaining("before 1.6")
                .hasMessageContaining("torch.save(torch.load(");
    }

    @Test
    void otherThingsThatTorchWritesAreNamed() {
        assertThatThrownBy(() -> read("protocol_4.pth"))
                .hasMessageContaining("protocol 2")
                .hasMessageContaining("found 4");
        assertThatThrownBy(() -> read("script.pth"))
                .hasMessageContaining("modules/linear.py")
                .hasMessageContaining("stored");
        assertThatThrownBy(() -> read("list.pth")).hasMessageContaining("expected a dict");
        assertThatThrownBy(() -> TorchFile.read(Path.of("src/test/resources/golden/tiny_vits_train.safetensors")))
                .isInstanceOf(InvalidTorchFileException.class)
                .hasMessageContaining("expected a zip archive");
    }
}
