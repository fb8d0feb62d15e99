package org.dengbej.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import org.junit.jupiter.api.Test;

class MagmaTest {

    @Test
    void theColoursAreMatplotlibs() {
        // matplotlib.colormaps["magma"](value)
        assertColour(0, 0x000004);
        assertColour(0.1, 0x140e36);
        assertColour(0.33, 0x701f81);
        assertColour(0.5, 0xb73779);
        assertColour(0.9, 0xfecf92);
        assertColour(1, 0xfcfdbf);
    }

    private static void assertColour(double value, int expected) {
        Color found = new Color(Magma.rgb(value));
        Color colour = new Color(expected);
        assertThat(found.getRed()).as("red of %s", value).isCloseTo(colour.getRed(), within(3));
        assertThat(found.getGreen()).as("green of %s", value).isCloseTo(colour.getGreen(), within(3));
        assertThat(found.getBlue()).as("blue of %s", value).isCloseTo(colour.getBlue(), within(3));
    }

    @Test
    void whatIsOutsideHasTheColourOfTheNearestEnd() {
        assertThat(Magma.rgb(-3)).isEqualTo(Magma.rgb(0));
        assertThat(Magma.rgb(7)).isEqualTo(Magma.rgb(1));
        assertThat(Magma.rgb(Double.NaN)).isEqualTo(Magma.rgb(0));
    }
}
