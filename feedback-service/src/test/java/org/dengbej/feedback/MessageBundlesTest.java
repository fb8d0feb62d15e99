package org.dengbej.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Qute checks keys and parameters at build time, but lets a message that a language lacks fall back to English in silence. */
class MessageBundlesTest {

    private static final Path MESSAGES = Path.of("src/main/resources/messages");

    private static Properties read(String bundle, String language) throws IOException {
        Properties messages = new Properties();
        try (var in = Files.newBufferedReader(MESSAGES.resolve("%s_%s.properties".formatted(bundle, language)))) {
            messages.load(in);
        }
        return messages;
    }

    @ParameterizedTest
    @ValueSource(strings = {"msg", "listening"})
    void everyMessageIsThereInEveryLanguage(String bundle) throws IOException {
        Properties english = read(bundle, "en");
        for (String language : List.of("ku")) {
            Properties translated = read(bundle, language);
            assertThat(translated.keySet()).isEqualTo(english.keySet());
            assertThat(translated.values()).allMatch(text -> !text.toString().isBlank());
        }
    }
}
