package org.dengbej.local.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dengbej.evaluation.Evaluation;
import org.dengbej.evaluation.Sound;
import org.dengbej.evaluation.SpokenUtterance;
import org.dengbej.evaluation.VoiceMeasure;
import org.dengbej.evaluation.pitch.F0Track;
import org.dengbej.evaluation.report.EvaluationReport.Voice;
import org.dengbej.speech.audio.Audio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluatedVoicesTest {

    private static final Sound SOUND =
            new Sound(new Audio(new float[2560], 16_000), new float[80][10], new F0Track(new double[10]));

    @TempDir
    Path folder;

    private static Voice voice(String name, double... distortions) {
        List<SpokenUtterance> utterances = new ArrayList<>();
        for (int i = 0; i < distortions.length; i++) {
            utterances.add(new SpokenUtterance(
                    "u" + i, "silav", SOUND, SOUND, Map.of(VoiceMeasure.DISTORTION, distortions[i])));
        }
        return new Voice(name, new Evaluation(utterances), 0.016);
    }

    private static List<String> printed(Voice... voices) {
        StringWriter out = new StringWriter();
        new EvaluatedVoices(List.of(voices)).print(new PrintWriter(out));
        return out.toString().lines().toList();
    }

    private JsonNode written(Voice... voices) throws IOException {
        new EvaluatedVoices(List.of(voices)).write(folder, "title");
        return new ObjectMapper()
                .readTree(folder.resolve(EvaluatedVoices.JSON_FILE).toFile());
    }

    @Test
    void aMeasureIsPrintedWithItsInterval() {
        assertThat(printed(voice("a", 4, 6, 8)))
                .anySatisfy(line ->
                        assertThat(line).startsWith("Mel-cepstral distortion").endsWith("6.000 dB [1.032, 10.968]"))
                .anySatisfy(line -> assertThat(line).startsWith("Log-F0 error").endsWith("none"))
                .contains("utterances spoken: 3 (a)");
    }

    @Test
    void twoVoicesArePrintedWithTheirPairedDifference() {
        assertThat(printed(voice("a", 4, 6, 8), voice("b", 3, 5, 7)))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("Mel-cepstral distortion")
                        .contains("6.000 dB", "5.000 dB")
                        .endsWith("-1.000 dB [-1.000, -1.000]"));
    }

    @Test
    void thePageAndTheNumbersAreWritten() throws IOException {
        JsonNode json = written(voice("a", 4, 6, 8), voice("b", 3, 5, 7));
        assertThat(json.at("/voices/0/model").asText()).isEqualTo("a");
        assertThat(json.at("/voices/1/measures/distortion/mean").doubleValue()).isEqualTo(5);
        assertThat(json.at("/voices/1/measures/distortion/count").intValue()).isEqualTo(3);
        assertThat(json.at("/voices/0/utterances/2/distortion").doubleValue()).isEqualTo(8);
        assertThat(json.at("/differences/distortion/upper").doubleValue()).isEqualTo(-1);
        assertThat(folder.resolve("report.html")).content().contains("difference, paired");
    }

    @Test
    void ofOneUtteranceThereIsNoInterval() throws IOException {
        JsonNode json = written(voice("a", 4));
        assertThat(json.at("/voices/0/measures/distortion/mean").doubleValue()).isEqualTo(4);
        assertThat(json.at("/voices/0/measures/distortion").has("lower")).isFalse();
        assertThat(json.has("differences")).isFalse();
        assertThat(printed(voice("a", 4))).anySatisfy(line -> assertThat(line).endsWith(" 4.000 dB"));
    }
}
