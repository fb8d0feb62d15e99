package org.dengbej.vits.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dengbej.vits.engine.Precision;
import org.dengbej.vits.engine.Torch;
import org.junit.jupiter.api.Test;

/** Half precision is for GPUs; its rules are the same on a CPU. */
class HalfPrecisionTest {

    private static final double WITHIN = 1e-2;

    private static List<Check> checks(Precision precision) {
        GoldenFolder golden = GoldenFolder.read(Path.of("src/test/resources/golden"));
        List<Check> checks = new ArrayList<>();
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            new TrainingConformance(golden, Device.cpu(), checks::add)
                    .run(Conformance.texts(golden, manager), precision);
        }
        return checks;
    }

    private static void assertWithin(List<Check> checks, String quantities, int count) {
        assertThat(checks)
                .filteredOn(check -> check.quantity().matches(quantities))
                .hasSize(count)
                .allSatisfy(
                        check -> assertThat(check.maxRel()).as(check.quantity()).isLessThan(WITHIN));
    }

    @Test
    void float16GivesTheLossesAndGradientsOfFloat32() {
        List<Check> checks = checks(Precision.FLOAT16);
        assertWithin(checks, "train_loss_.*", 7);
        assertWithin(checks, "train_.*_grad_total_l2", 2);
    }

    @Test
    void bfloat16GivesTheLossesOfFloat32() {
        // Its gradients are for GPUs: a CPU's kernels for those of small convolutions' weights are wrong on some
        // processors.
        assertWithin(checks(Precision.BFLOAT16), "train_loss_.*", 7);
    }

    @Test
    void whatDecidesTheAlignmentStaysFloat32() {
        assertThat(checks(Precision.FLOAT16))
                .filteredOn(check -> check.quantity().equals("train_alignment"))
                .hasSize(1)
                .allMatch(Check::ok);
    }
}
