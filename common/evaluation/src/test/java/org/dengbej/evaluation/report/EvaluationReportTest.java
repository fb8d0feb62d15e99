package org.dengbej.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.dengbej.evaluation.Evaluation;
import org.dengbej.evaluation.Sound;
import org.dengbej.evaluation.SpokenUtterance;
import org.dengbej.evaluation.VoiceMeasure;
import org.dengbej.evaluation.pitch.F0Track;
import org.dengbej.evaluation.report.EvaluationReport.Point;
import org.dengbej.evaluation.report.EvaluationReport.Voice;
import org.dengbej.speech.audio.Audio;
import org.junit.jupiter.api.Test;

class EvaluationReportTest {

    private static final String MARKUP = "<script>alert('x')</script>\"&";

    private static Sound sound(int frames) {
        double[] hertz = new double[frames];
        Arrays.fill(hertz, 100);
        hertz[0] = Double.NaN;
        return new Sound(new Audio(new float[frames * 256], 16_000), new float[80][frames], new F0Track(hertz));
    }

    private static Voice voice(String name, String text, double... distortions) {
        List<SpokenUtterance> utterances = new ArrayList<>();
        for (int i = 0; i < distortions.length; i++) {
            utterances.add(new SpokenUtterance(
                    "u" + i, text, sound(20), sound(30), Map.of(VoiceMeasure.DISTORTION, distortions[i])));
        }
        return new Voice(name, new Evaluation(utterances), 0.016);
    }

    private static String page(Voice... voices) {
        return new EvaluationReport("title", List.of(voices), Map.of()).html();
    }

    @Test
    void thePageNeedsNoOtherFile() {
        String page = page(voice("a", "silav", 5, 6));
        assertThat(page).doesNotContain("http").doesNotContain("<script").doesNotContain("<link");
        assertThat(page.split("src=\"|href=\"")).hasSizeGreaterThan(4);
        Matcher address = Pattern.compile("(?:src|href)=\"([^\"]{0,40})").matcher(page);
        while (address.find()) {
            assertThat(address.group(1)).matches("data:(image/png|audio/wav);base64,.*");
        }
    }

    @Test
    void whatComesFromOutsideIsEscaped() {
        String page = new EvaluationReport(MARKUP, List.of(voice(MARKUP, MARKUP, 5)), Map.of()).html();
        assertThat(page)
                .doesNotContain("<script>")
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;");
    }

    @Test
    void aPageWithoutRecordingsHasTheVoicesSoundsAlone() {
        List<Voice> voices = List.of(voice("a", "silav", 5));
        String without = new EvaluationReport("title", voices, Map.of(), false).html();
        assertThat(page(voices.get(0)).split("<audio", -1)).hasSize(3);
        assertThat(without.split("<audio", -1)).hasSize(2);
        assertThat(without).doesNotContain("<h4>Recording</h4>").contains("<h4>a</h4>");
    }

    @Test
    void measuresStandWithTheirIntervals() {
        assertThat(page(voice("a", "silav", 5, 6))).contains("<b>5.50</b> dB").contains("0.000 to 11.85, n = 2");
        assertThat(page(voice("a", "silav", 5))).contains("n = 1").doesNotContain("Infinity");
    }

    @Test
    void twoVoicesStandBesideEachOtherWithTheirDifference() {
        String page = page(voice("first", "silav", 5, 6), voice("second", "silav", 4, 5));
        assertThat(page)
                .contains("<th>first</th><th>second</th><th>difference, paired</th>")
                .contains("<b>-1.00</b> dB");
        assertThatThrownBy(() -> page()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSpectrogramHasAPixelForEachFrameAndMel() throws Exception {
        Matcher png = Pattern.compile("data:image/png;base64,([^\"]+)").matcher(page(voice("a", "silav", 5)));
        assertThat(png.find()).isTrue();
        var image = ImageIO.read(
                new ByteArrayInputStream(Base64.getDecoder().decode(png.group(1).getBytes(StandardCharsets.UTF_8))));
        assertThat(image.getWidth()).isEqualTo(20);
        assertThat(image.getHeight()).isEqualTo(80);
    }

    @Test
    void curvesAreDrawnOfWhatWasEvaluatedSoFar() {
        String page = new EvaluationReport(
                        "title",
                        List.of(voice("a", "silav", 5)),
                        Map.of(VoiceMeasure.DISTORTION, List.of(new Point(0, 9), new Point(500, 5))))
                .html();
        assertThat(page).contains("Evaluations so far").contains("<title>step 500: 5.00</title>");
        assertThat(page(voice("a", "silav", 5))).doesNotContain("Evaluations so far");
    }

    @Test
    void aVoiceThatSaidNothingHasAPageToo() {
        assertThat(page(new Voice("mute", new Evaluation(List.of()), 0.016))).contains("none");
    }
}
