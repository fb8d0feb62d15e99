package org.dengbej.vits;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dengbej.vits.conformance.Check;
import org.dengbej.vits.conformance.Conformance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoldenTest {

    @ParameterizedTest
    @ValueSource(strings = {"golden", "golden-speakers"})
    void everyQuantityEqualsTheReference(String vectors) {
        // Given
        Path folder = Path.of("src/test/resources").resolve(vectors);

        // When
        List<Check> checks = new ArrayList<>();
        boolean ok = Conformance.run(folder, Device.cpu(), checks::add);

        // Then
        assertThat(checks).allMatch(Check::ok);
        assertThat(ok).isTrue();
    }
}
