package org.dengbej.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dengbej.feedback.web.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Qute checks keys and parameters at build time, but lets a message that a language lacks fall back to English in silence. */
class MessageBundlesTest {

    private static final Path MESSAGES = Path.of("src/main/resources/messages");
    private static final Pattern FILE = Pattern.compile("([a-z]+)_([a-z]+)\\.properties");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-zA-Z.]+)}");

    private static List<MatchResult> files() throws IOException {
        try (Stream<Path> files = Files.list(MESSAGES)) {
            return files.map(file -> FILE.matcher(file.getFileName().toString()).results())
                    .map(matches -> matches.findFirst().orElseThrow())
                    .toList();
        }
    }

    static Set<String> bundles() throws IOException {
        return files().stream().map(file -> file.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Properties read(String bundle, Language language) throws IOException {
        Properties messages = new Properties();
        try (var in = Files.newBufferedReader(MESSAGES.resolve("%s_%s.properties".formatted(bundle, language.tag())))) {
            messages.load(in);
        }
        return messages;
    }

    private static Set<String> placeholders(Object message) {
        return PLACEHOLDER
                .matcher(message.toString())
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyFileIsOfALanguageOfThePages() throws IOException {
        Set<String> tags = Arrays.stream(Language.values()).map(Language::tag).collect(Collectors.toSet());
        assertThat(files()).allMatch(file -> tags.contains(file.group(2)));
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void everyMessageIsThereInEveryLanguage(String bundle) throws IOException {
        Properties english = read(bundle, Language.ENGLISH);
        for (Language language : Language.ENGLISH.others()) {
            Properties translated = read(bundle, language);
            assertThat(translated.keySet()).as(language.tag()).isEqualTo(english.keySet());
            assertThat(translated.values()).allMatch(text -> !text.toString().isBlank());
        }
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void aTranslationSaysAllThatTheMessageSays(String bundle) throws IOException {
        Properties english = read(bundle, Language.ENGLISH);
        for (Language language : Language.ENGLISH.others()) {
            read(bundle, language).forEach((key, text) -> {
                assertThat(text).as("%s of %s", key, language.tag()).isNotEqualTo(english.get(key));
                assertThat(placeholders(text))
                        .as("%s of %s", key, language.tag())
                        .isEqualTo(placeholders(english.get(key)));
            });
        }
    }
}
