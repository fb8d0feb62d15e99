package org.dengbej.trainer.step;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.engine.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutOfMemoryTest {

    private final NDManager manager = Torch.newManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void anAllocatorsRefusalIsToldInItsWords() {
        assertThatThrownBy(() -> OutOfMemory.expecting(() -> manager.zeros(RefusingAllocator.MORE_THAN_THERE_IS)))
                .isInstanceOf(DeviceMemoryException.class)
                .hasMessageContaining("can't allocate memory: you tried to allocate 70368744177664 bytes");
    }

    @Test
    void soIsOneThatAScriptMet() {
        // Given a view of one number, of which any copy is too large
        NDArray view = manager.zeros(new Shape(1)).broadcast(RefusingAllocator.MORE_THAN_THERE_IS);

        // When, Then
        assertThatThrownBy(() -> OutOfMemory.expecting(() -> Ops.clamp(view, 0, 1)))
                .isInstanceOf(DeviceMemoryException.class)
                .hasMessageContaining("can't allocate memory: you tried to allocate 70368744177664 bytes");
    }

    @Test
    void theHeapsRefusalIsOneToo() {
        assertThatThrownBy(() -> OutOfMemory.expecting(() -> new byte[Integer.MAX_VALUE]))
                .isInstanceOf(DeviceMemoryException.class);
    }

    @Test
    void anotherErrorOfTheEngineStaysWhatItIs() {
        NDArray twoByThree = manager.ones(new Shape(2, 3));
        assertThatThrownBy(() -> OutOfMemory.expecting(() -> twoByThree.matMul(twoByThree)))
                .isInstanceOf(EngineException.class);
    }
}
