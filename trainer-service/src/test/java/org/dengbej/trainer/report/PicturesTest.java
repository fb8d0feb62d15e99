package org.dengbej.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PicturesTest {

    private static final double SECONDS_PER_FRAME = 0.016;

    /** Pixels to where the data begin. */
    private static final int LEFT = 52;

    private static final int TOP = 20;
    private static final int BELOW = 40;
    private static final int RIGHT = 20;

    private static BufferedImage picture(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    private static int brightness(BufferedImage picture, int x, int y) {
        Color colour = new Color(picture.getRGB(x, y));
        return colour.getRed() + colour.getGreen() + colour.getBlue();
    }

    private static boolean has(BufferedImage picture, Color colour) {
        int[] pixels = picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
        return Arrays.stream(pixels).anyMatch(pixel -> pixel == colour.getRGB());
    }

    /** 80 mels, silent but for one. */
    private static float[][] tone(int frames, int loudMel) {
        float[][] logMel = new float[80][frames];
        for (int mel = 0; mel < 80; mel++) {
            Arrays.fill(logMel[mel], mel == loudMel ? 0.5f : -9.5f);
        }
        return logMel;
    }

    private static LossHistory falling(String... terms) {
        LossHistory history = new LossHistory();
        for (int step = 1; step <= 50; step++) {
            Map<String, Double> losses = new LinkedHashMap<>();
            for (String term : terms) {
                losses.put(term, 1 + 1.0 / step);
            }
            history.add(step, losses);
        }
        return history;
    }

    @Test
    void lowMelsAreAtTheBottomAndTheLouderTheBrighter() throws IOException {
        BufferedImage low = picture(SpectrogramPng.of(tone(100, 5), SECONDS_PER_FRAME));
        int middle = LEFT + 300;
        int bottom = low.getHeight() - BELOW;
        assertThat(brightness(low, middle, bottom - 5 * 4 - 2)).isGreaterThan(500);
        assertThat(brightness(low, middle, TOP + 5 * 4 + 2)).isLessThan(60);
    }

    @Test
    void everyFrameHasTwoPixelsOrMore() throws IOException {
        for (int frames : new int[] {1, 30, 200, 2000}) {
            int data = picture(SpectrogramPng.of(tone(frames, 5), SECONDS_PER_FRAME))
                            .getWidth()
                    - LEFT
                    - RIGHT;
            assertThat(data % frames).as("%d frames", frames).isZero();
            assertThat(data / frames).as("%d frames", frames).isBetween(2, 6);
        }
    }

    @Test
    void theSameLoudnessHasTheSameColourInEveryPicture() throws IOException {
        float[][] quiet = new float[80][100];
        for (float[] row : quiet) {
            Arrays.fill(row, -6);
        }
        float[][] quietWithOneLoud = quiet.clone();
        quietWithOneLoud[70] = tone(100, 70)[70];
        int x = LEFT + 300;
        assertThat(picture(SpectrogramPng.of(quiet, SECONDS_PER_FRAME)).getRGB(x, 300))
                .isEqualTo(picture(SpectrogramPng.of(quietWithOneLoud, SECONDS_PER_FRAME))
                        .getRGB(x, 300));
    }

    @Test
    void anUtteranceWhoseWaveformIsNoNumberIsStillDrawn() throws IOException {
        float[][] broken = tone(100, 5);
        Arrays.fill(broken[40], Float.NaN);
        assertThat(picture(SpectrogramPng.of(broken, SECONDS_PER_FRAME)).getHeight())
                .isGreaterThan(300);
    }

    @Test
    void theStaircaseClimbsFromTheFirstTokenToTheLast() throws IOException {
        // Given a blank, two letters and a blank, 100 frames in all
        byte[] png = AlignmentPng.of(List.of("", "ş", "î", ""), new float[] {10, 40, 0, 50}, SECONDS_PER_FRAME);

        // Then
        BufferedImage picture = picture(png);
        int pixelsPerFrame = (picture.getWidth() - LEFT - RIGHT) / 100;
        int[] expected = {0, 1, 3};
        int[] frames = {5, 30, 75};
        for (int i = 0; i < frames.length; i++) {
            int x = LEFT + frames[i] * pixelsPerFrame;
            for (int token = 0; token < 4; token++) {
                int y = picture.getHeight() - BELOW - token * 8 - 4;
                Color colour = new Color(picture.getRGB(x, y));
                boolean spoken = colour.equals(Chart.STRONG) || colour.equals(Chart.PALE);
                assertThat(spoken).as("token %d in frame %d", token, frames[i]).isEqualTo(token == expected[i]);
            }
        }
    }

    @Test
    void lettersAreOnTheAxisAndBlanksAreNot() throws IOException {
        BufferedImage picture = picture(AlignmentPng.of(
                List.of("", "", "", "ş", "", "", ""), new float[] {1, 1, 1, 1, 1, 1, 1}, SECONDS_PER_FRAME));
        int bottom = picture.getHeight() - BELOW;
        assertThat(inkLeftOfTheAxis(picture, bottom - 3 * 8 - 8, bottom - 3 * 8))
                .isTrue();
        assertThat(inkLeftOfTheAxis(picture, bottom - 6 * 8 - 6, bottom - 6 * 8))
                .isFalse();
    }

    private static boolean inkLeftOfTheAxis(BufferedImage picture, int from, int to) {
        for (int y = from; y < to; y++) {
            for (int x = 0; x < LEFT - 4; x++) {
                if (brightness(picture, x, y) < 600) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void eachLossHasItsPanelAndTheValidationSplitItsColour() throws IOException {
        BufferedImage alone = picture(LossCurvesPng.of(falling("mel"), new LossHistory()));
        BufferedImage three = picture(LossCurvesPng.of(falling("mel", "kl"), falling("mel", "distortion")));
        assertThat(three.getHeight()).isEqualTo(alone.getHeight() + 2 * 144);
        assertThat(has(alone, Chart.STRONG)).isTrue();
        assertThat(has(alone, Chart.OTHER)).isFalse();
        assertThat(has(three, Chart.OTHER)).isTrue();
    }

    @Test
    void aFirstStepAndALossThatStandsStillAreDrawn() throws IOException {
        LossHistory first = new LossHistory();
        first.add(1, Map.of("mel", 2.5, "discriminator", 0.0));
        assertThat(has(picture(LossCurvesPng.of(first, new LossHistory())), Chart.STRONG))
                .isTrue();
    }

    @Test
    void theSameInputGivesTheSameBytesInEveryLanguage() {
        Locale before = Locale.getDefault();
        byte[][] once = all();
        try {
            for (String language : new String[] {"tr", "de", "ckb-IQ", "ar-EG"}) {
                Locale.setDefault(Locale.forLanguageTag(language));
                assertThat(all()).as(language).isDeepEqualTo(once);
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    private static byte[][] all() {
        return new byte[][] {
            SpectrogramPng.of(tone(100, 5), SECONDS_PER_FRAME),
            AlignmentPng.of(List.of("", "ş", ""), new float[] {10, 40, 50}, SECONDS_PER_FRAME),
            LossCurvesPng.of(falling("mel", "kl"), falling("mel"))
        };
    }

    @Test
    void nothingCannotBeDrawn() {
        assertThatThrownBy(() -> SpectrogramPng.of(new float[80][0], SECONDS_PER_FRAME))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 80 and 0");
        assertThatThrownBy(() -> AlignmentPng.of(List.of("a"), new float[2], SECONDS_PER_FRAME))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 2 and 1");
        assertThatThrownBy(() -> LossCurvesPng.of(new LossHistory(), new LossHistory()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no step has been trained");
    }
}
