package org.dengbej.feedback.web;

import io.quarkus.qute.TemplateInstance;
import io.quarkus.qute.i18n.Localized;
import io.quarkus.qute.i18n.MessageBundles;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The languages of the pages. English is the default: whoever reads neither gets it. */
public enum Language {
    KURMANJI("ku", "Kurdî"),
    ENGLISH("en", "English");

    private final String tag;
    private final String label;

    Language(String tag, String label) {
        this.tag = tag;
        this.label = label;
    }

    /** The language of a BCP 47 tag, which may be null or of no language here. */
    public static Language of(String tag) {
        return Arrays.stream(values())
                .filter(language -> language.tag.equals(tag))
                .findFirst()
                .orElse(ENGLISH);
    }

    /** The language that a browser asks for first, if it is one of these; {@code acceptLanguage} may be null. */
    public static Language preferred(String acceptLanguage) {
        return acceptLanguage != null && acceptLanguage.toLowerCase(Locale.ROOT).startsWith(KURMANJI.tag)
                ? KURMANJI
                : ENGLISH;
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

    /** The languages to switch to. */
    public List<Language> others() {
        return Arrays.stream(values()).filter(language -> language != this).toList();
    }
}
