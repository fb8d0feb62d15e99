package org.dengbej.local.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.dengbej.events.SoundConditioning;
import org.dengbej.events.SoundFilters;
import org.dengbej.local.CommandException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class SoundMixinTest {

    @Command
    static final class Options {

        @Mixin
        SoundMixin sound;
    }

    private static SoundMixin parsed(String... arguments) {
        return CommandLine.populateCommand(new Options(), arguments).sound;
    }

    @Test
    void withoutOptionsTheDefaultsHold() {
        assertThat(parsed().conditioning()).isEqualTo(SoundConditioning.DEFAULT);
        assertThat(parsed().filters()).isEqualTo(SoundFilters.DEFAULT);
    }

    @Test
    void aNumberMovesAThresholdAndOffSwitchesItOff() {
        assertThat(parsed("--loudness", "-20", "--trim_margin", "off", "--keep_dc")
                        .conditioning())
                .isEqualTo(new SoundConditioning(false, false, null, true, -20.0, null));
        assertThat(parsed("--no_conditioning", "--loudness", "-20").conditioning())
                .isEqualTo(SoundConditioning.NONE);
        SoundFilters filters = parsed(
                        "--max_clipped=off",
                        "--min_loudness=-60",
                        "--min_snr=20",
                        "--min_bandwidth=6000",
                        "--max_speaking_rate_score=off")
                .filters();
        assertThat(filters.rejectClipped()).isFalse();
        assertThat(filters.minLoudnessLufs()).isEqualTo(-60);
        assertThat(filters.rejectNoisy()).isTrue();
        assertThat(filters.minSnrDb()).isEqualTo(20);
        assertThat(filters.rejectNarrowBand()).isTrue();
        assertThat(filters.rejectSpeakingRateOutliers()).isFalse();
        assertThat(filters.rejectSilent()).isTrue();
    }

    @Test
    void whatIsNoNumberOrOutOfItsRangeIsRefusedByName() {
        assertThatThrownBy(() -> parsed("--loudness", "loud"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("--loudness")
                .hasMessageContaining("a number or off");
        assertThatThrownBy(() -> parsed("--max_clipped", "2").filters())
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("maxClippedShare must be from 0 to 1, found 2");
    }
}
