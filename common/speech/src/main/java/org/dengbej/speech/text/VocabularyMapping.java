package org.dengbej.speech.text;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The mapping of any text to a voice's vocabulary, character by character (grapheme clusters of Unicode UAX 29): as it is, else its
 * canonical composition (NFC), decomposition (NFD) or compatibility form (NFKC, NFKD), else a twin that looks and sounds the same, else
 * the same of its lower case. Only what has none of these is dropped.
 */
final class VocabularyMapping {

    private static final Pattern CLUSTER = Pattern.compile("\\X");
    private static final Set<String> DOTLESS_I =
            Set.of("tr", "tur", "az", "aze", "azj", "azb", "crh", "gag", "tt", "tat");
    private static final List<UnaryOperator<String>> FORMS = List.of(
            UnaryOperator.identity(),
            text -> Normalizer.normalize(text, Form.NFC),
            text -> Normalizer.normalize(text, Form.NFD),
            text -> Normalizer.normalize(text, Form.NFKC),
            text -> Normalizer.normalize(text, Form.NFKD));

    /** Characters of which each stands for every other of its group. */
    private static final List<String> TWINS = List.of(
            "'’‘ʼʹ´`＇‛ʻ′ꞌ", "-‐‑‒–—―−﹣－", "\"“”„‟«»＂", "يیى", "كکڪ", "هھہ", ",،‚", "?؟", ";؛", ".۔。", "şș", "ţț", "ǝə");

    private static final int TATWEEL = 0x640;
    private static final String SPOKEN_SYMBOLS = "%‰٪&@#+=<>±×÷";
    private static final Map<String, String> TWINS_OF = twins();

    private final Set<String> vocabulary;
    private final Locale language;

    /** {@code language}: ISO 639-1 or 639-3, whose rules of lower case hold; empty where it is not known. */
    VocabularyMapping(Set<String> vocabulary, String language) {
        this.vocabulary = vocabulary;
        String code = language.replaceFirst("[-_].*", "").toLowerCase(Locale.ROOT);
        this.language = DOTLESS_I.contains(code) ? Locale.forLanguageTag("tr") : Locale.ROOT;
    }

    private static Map<String, String> twins() {
        Map<String, String> twins = new LinkedHashMap<>();
        TWINS.forEach(group -> group.codePoints().mapToObj(Character::toString).forEach(one -> twins.put(one, group)));
        return twins;
    }

    SpokenText map(String text) {
        StringBuilder mapped = new StringBuilder();
        SortedMap<String, Integer> dropped = new TreeMap<>();
        Matcher clusters = CLUSTER.matcher(text);
        while (clusters.find()) {
            Optional<String> found = find(clusters.group());
            if (found.isPresent()) {
                mapped.append(found.get());
            } else {
                mapParts(clusters.group(), mapped, dropped);
            }
        }
        return new SpokenText(mapped.toString(), dropped);
    }

    /** A cluster that has no form as a whole may have a base that has, e.g. a letter with a vowel sign that the voice does not read. */
    private void mapParts(String cluster, StringBuilder mapped, SortedMap<String, Integer> dropped) {
        Normalizer.normalize(cluster, Form.NFC)
                .codePoints()
                .mapToObj(Character::toString)
                .forEach(part -> {
                    Optional<String> found = find(part);
                    if (found.isPresent()) {
                        mapped.append(found.get());
                    } else if (sounds(part.codePointAt(0))) {
                        dropped.merge(part, 1, Integer::sum);
                    }
                });
    }

    private Optional<String> find(String cluster) {
        if (known(cluster)) {
            return Optional.of(cluster);
        }
        return Stream.of(
                        forms(cluster),
                        forms(lowerCase(cluster)),
                        forms(cluster).map(this::lowerCase)) // a form may be of capitals, as that of the sign № is
                .flatMap(Function.identity())
                .filter(this::known)
                .findFirst();
    }

    private Stream<String> forms(String cluster) {
        return Stream.concat(
                FORMS.stream().map(form -> form.apply(cluster)),
                FORMS.stream().map(form -> withTwins(form.apply(cluster))));
    }

    /** Each character that the vocabulary lacks, replaced by its twin where that is there. */
    private String withTwins(String text) {
        StringBuilder result = new StringBuilder();
        text.codePoints().mapToObj(Character::toString).forEach(one -> result.append(known(one) ? one : twin(one)));
        return result.toString();
    }

    private String twin(String one) {
        return TWINS_OF.getOrDefault(one, "")
                .codePoints()
                .mapToObj(Character::toString)
                .filter(vocabulary::contains)
                .findFirst()
                .orElse(one);
    }

    /** Whatever the machine's locale. The dot that stays of a lower-cased İ is part of the i. */
    private String lowerCase(String cluster) {
        return cluster.toLowerCase(language).replace("i\u0307", "i");
    }

    private boolean known(String text) {
        return !text.isEmpty()
                && text.codePoints().mapToObj(Character::toString).allMatch(vocabulary::contains);
    }

    /** Letters, marks, digits, and symbols that are spoken or seen; a tatweel only stretches a word. */
    private static boolean sounds(int c) {
        return switch (Character.getType(c)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER,
                    Character.CURRENCY_SYMBOL,
                    Character.OTHER_SYMBOL -> c != TATWEEL;
            default -> SPOKEN_SYMBOLS.indexOf(c) >= 0;
        };
    }
}
