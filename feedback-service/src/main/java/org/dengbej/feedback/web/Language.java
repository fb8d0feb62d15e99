package org.dengbej.feedback.web;

import io.quarkus.qute.TemplateInstance;
import io.quarkus.qute.i18n.Localized;
import io.quarkus.qute.i18n.MessageBundles;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The languages of the pages. English is the default: whoever reads none of the others gets it. */
public enum Language {
    KURMANJI("ku", "Kurmancî", "kmr", "ku-Latn", "ku-kmr", "ku-TR"),
    /** Central Kurdish. Southern Kurdish (sdh) has no pages of its own, and its readers read this script. */
    SORANI("ckb", "سۆرانی", "sdh", "ku-Arab", "ku-ckb", "ku-sdh", "ku-IQ"),
    TURKISH("tr", "Türkçe"),
    ENGLISH("en", "English");

    private static final Map<String, Language> BY_TAG = Arrays.stream(values())
            .flatMap(language -> language.tags.stream().map(tag -> Map.entry(tag, language)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private final String tag;
    private final String label;
    private final List<String> tags;

    /**
     * A language.
     *
     * @param tag     BCP 47 tag under which its messages are stored
     * @param label   its name in itself
     * @param aliases other tags that mean it; a tag that begins with one of them means it, too
     */
    Language(String tag, String label, String... aliases) {
        this.tag = tag;
        this.label = label;
        tags = Stream.concat(Stream.of(tag), Arrays.stream(aliases)).toList();
    }

    /**
     * The best language for a list of language ranges with weights, as an {@code Accept-Language} header or a single tag, by the lookup
     * of <a href="https://www.rfc-editor.org/rfc/rfc4647#section-3.4">RFC 4647</a>. The list may be null; what is no range in it is
     * ignored.
     */
    public static Language of(String ranges) {
        String tag = ranges == null ? null : Locale.lookupTag(parse(ranges), BY_TAG.keySet());
        return tag == null ? ENGLISH : BY_TAG.get(tag);
    }

    /** The language that was chosen on a page, or else the one that the browser asks for; both may be null. */
    public static Language of(String chosen, String acceptLanguage) {
        return of(chosen == null ? acceptLanguage : chosen);
    }

    /** The ranges by falling weight. Each is parsed by itself, so that a malformed one does not cost the others. */
    private static List<Locale.LanguageRange> parse(String ranges) {
        return Arrays.stream(ranges.split(","))
                .flatMap(Language::parseOne)
                .sorted(Comparator.comparingDouble(Locale.LanguageRange::getWeight)
                        .reversed())
                .toList();
    }

    private static Stream<Locale.LanguageRange> parseOne(String range) {
        try {
            return Locale.LanguageRange.parse(range).stream();
        } catch (IllegalArgumentException e) {
            return Stream.empty();
        }
    }

    /** A message bundle in this language. */
    public <T> T messages(Class<T> bundle) {
        return this == ENGLISH ? MessageBundles.get(bundle) : MessageBundles.get(bundle, Localized.Literal.of(tag));
    }

    /** A page in this language. */
    public TemplateInstance apply(TemplateInstance page) {
        return page.setLocale(tag).data("language", this);
    }

    /** BCP 47 tag, as in {@code lang} attributes and the query. */
    public String tag() {
        return tag;
    }

    /** Name of the language in itself. */
    public String label() {
        return label;
    }

    /** Direction of its script, as in {@code dir} attributes. */
    public String direction() {
        return this == SORANI ? "rtl" : "ltr";
    }

    /** The languages to switch to. */
    public List<Language> others() {
        return Arrays.stream(values()).filter(language -> language != this).toList();
    }
}
