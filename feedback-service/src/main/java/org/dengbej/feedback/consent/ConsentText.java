package org.dengbej.feedback.consent;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.Language;
import org.dengbej.feedback.web.ReasonMessages;
import org.dengbej.feedback.web.Require;

/**
 * A text of consent, in every language of the pages.
 *
 * @param voice   that it is about
 * @param version {@value #DEFAULT}: the default of the message bundles; each text that operators set has the next number
 * @param texts   by the language's tag
 */
public record ConsentText(String voice, int version, Map<String, String> texts) {

    /** Version of the default. */
    public static final int DEFAULT = 0;

    private static final int MAX_CHARACTERS = 5000;

    public ConsentText {
        texts = Collections.unmodifiableMap(new TreeMap<>(texts)); // in one order, whoever writes it
    }

    /**
     * Texts as operators set them.
     *
     * @throws InvalidInputException where a language has none, or one that cannot be stored
     */
    static Map<String, String> checked(Map<String, String> given) {
        Map<String, String> texts = new TreeMap<>();
        for (Language language : Language.values()) {
            String text = Require.shortText("texts." + language.tag(), given.get(language.tag()), MAX_CHARACTERS);
            texts.put(language.tag(), Require.present("texts." + language.tag(), text));
        }
        if (!texts.keySet().containsAll(given.keySet())) {
            throw InvalidInputException.malformed(ReasonMessages::unknownLanguage);
        }
        return texts;
    }

    static ConsentText ofBundle(String voice) {
        return new ConsentText(
                voice,
                DEFAULT,
                Arrays.stream(Language.values())
                        .collect(Collectors.toMap(
                                Language::tag,
                                language ->
                                        language.messages(ConsentMessages.class).defaultText())));
    }

    public String in(Language language) {
        return texts.get(language.tag());
    }

    /** SHA-256 of a language's text in UTF-8, in hexadecimal. */
    String sha256(Language language) {
        return DigestUtils.sha256Hex(in(language));
    }
}
