package org.dengbej.feedback.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;

/** The page's words in a listener's language. */
public record Messages(Locale language, ResourceBundle bundle) {

    /** Kurmanji and English; whoever speaks neither gets English. */
    static final List<String> LANGUAGES = List.of("ku", "en");

    public static Messages in(String language) {
        Locale locale = Locale.forLanguageTag(language != null && LANGUAGES.contains(language) ? language : "en");
        ResourceBundle.Control noOtherLanguage =
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
        return new Messages(locale, ResourceBundle.getBundle("words", locale, noOtherLanguage));
    }

    /** The language that a browser asks for first, of ours. */
    public static String preferred(String acceptedLanguages) {
        return acceptedLanguages != null
                        && acceptedLanguages.toLowerCase(Locale.ROOT).startsWith("ku")
                ? "ku"
                : "en";
    }

    boolean has(String key) {
        return bundle.containsKey(key);
    }

    public String get(String key) {
        return bundle.getString(key);
    }

    public String score(int score) {
        return get("score." + score);
    }

    public String problem(String problem) {
        return get("problem." + problem);
    }

    public String tag() {
        return language.toLanguageTag();
    }

    public Map<String, String> others() {
        return "ku".equals(tag()) ? Map.of("en", "English") : Map.of("ku", "Kurdî");
    }
}
