package org.dengbej.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EventJsonTest {

    private static final String TRAIN = """
            {"voice": "kmr", "job": "j", "baseModel": "m", "datasets": [{"dataset": "d"}], "output": "file:///o", "seed": 1 %s}""";

    private static TrainVoice train(String more) {
        return EventJson.read(TRAIN.formatted(more).getBytes(StandardCharsets.UTF_8), TrainVoice.class);
    }

    @Test
    void absentFieldsHaveTheirDefaults() {
        TrainVoice job = train("");
        assertThat(TrainingDefaults.of(job)).isEqualTo(TrainingDefaults.FINE_TUNING);
        assertThat(job.hyperparameters()).isEqualTo(Hyperparameters.EMPTY);
        assertThat(job.model()).hasToString("file:///o/final_model");
        assertThat(job.datasets().get(0).weight()).isEqualTo(1);
    }

    @Test
    void unknownFieldsAreIgnored() {
        assertThat(train(", \"colour\": {\"red\": 1}")).isEqualTo(train(""));
    }

    @Test
    void aRuleThatIsBrokenIsNamed() {
        assertThatThrownBy(() -> train(", \"hyperparameters\": {\"epochs\": 0}"))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("epochs");
        assertThatThrownBy(() -> train(", \"hyperparameters\": {\"epochs\": \"many\"}"))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("TrainVoice");
    }

    @Test
    void anEventThatIsTooLargeIsNeitherReadNorWritten() {
        // Given JSON that would take some 80 bytes of memory for each 3 of its own
        String objects = "{},".repeat(EventJson.MAX_BYTES / 3);
        assertThatThrownBy(() -> train(", \"more\": [%s{}]".formatted(objects)))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("at most 1048576 bytes");
        assertThatThrownBy(() -> EventJson.write(new CancelJob("j", "x".repeat(EventJson.MAX_BYTES))))
                .isInstanceOf(InvalidEventException.class);
    }

    @Test
    void namesCannotLeadOutOfAFolder() {
        assertThatThrownBy(() -> new CancelJob("../../etc", null)).isInstanceOf(InvalidEventException.class);
        assertThatThrownBy(() -> new CancelJob("a/b", null)).isInstanceOf(InvalidEventException.class);
        assertThat(new CancelJob("dengê-kurdî_1.2", null).job()).isEqualTo("dengê-kurdî_1.2");
    }

    @Test
    void theSameEventHasTheSameIdWhoeverMakesIt() {
        assertThat(train("").id()).isEqualTo(train(", \"objective\": \"mel\"").id());
        assertThat(new CancelJob("a", null).id()).isNotEqualTo(new CancelJob("b", null).id());
        assertThat(new CancelJob("j", null).id()).isNotEqualTo(train("").id());
    }

    @Test
    void deeplyNestedJsonIsRefused() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        assertThatThrownBy(() -> EventJson.read(deep.getBytes(StandardCharsets.UTF_8), CancelJob.class))
                .isInstanceOf(InvalidEventException.class);
    }

    @Property(tries = 10_000)
    void anyBytesAreAnEventOrRefused(@ForAll byte[] bytes) {
        readOrRefuse(bytes);
    }

    @Property(tries = 10_000)
    void anythingLikeAnEventIsAnEventOrRefused(@ForAll("almostEvents") String json) {
        readOrRefuse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void readOrRefuse(byte[] bytes) {
        for (EventType type : EventType.values()) {
            try {
                Event event = EventJson.read(bytes, type.record());
                assertThat(EventJson.read(EventJson.write(event), type.record()))
                        .isEqualTo(event);
            } catch (InvalidEventException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    /** Examples with one value replaced by another kind of value. */
    @Provide
    Arbitrary<String> almostEvents() {
        Arbitrary<String> values = Arbitraries.of(
                "null",
                "-1",
                "1e400",
                "\"\"",
                "\"x\"",
                "[]",
                "{}",
                "[null]",
                "true",
                "9223372036854775808",
                "\"\\u0000\"");
        return Arbitraries.of(Examples.ALL).flatMap(event -> {
            String json = new String(EventJson.write(event), StandardCharsets.UTF_8);
            String[] parts = json.split("(?<=:)");
            return Arbitraries.integers()
                    .between(1, parts.length - 1)
                    .flatMap(at -> values.map(value -> {
                        String[] changed = parts.clone();
                        changed[at] = changed[at].replaceFirst(
                                "^(\"[^\"]*\"|[^,}\\]\\[{]+|\\[[^\\]]*\\])", Matcher.quoteReplacement(value));
                        return String.join("", changed);
                    }));
        });
    }

    @Example
    void propertiesRun() {
        // so that a runner without jqwik shows in the count of tests
        assertThat(almostEvents().sample()).isNotBlank();
    }
}
