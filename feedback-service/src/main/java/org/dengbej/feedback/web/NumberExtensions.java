package org.dengbej.feedback.web;

import io.quarkus.qute.TemplateExtension;
import io.quarkus.qute.TemplateInstance;
import java.text.NumberFormat;
import java.util.Locale;

/** Formats of numbers in messages. */
@TemplateExtension
final class NumberExtensions {

    private NumberExtensions() {}

    /** A number with one decimal at most and the separators of the message's language, in Latin digits as all our pages have them. */
    static String decimal(double number, @TemplateExtension.TemplateAttribute(TemplateInstance.LOCALE) Object locale) {
        Locale language = locale instanceof Locale given ? given : Locale.forLanguageTag(String.valueOf(locale));
        Locale latinDigits = new Locale.Builder()
                .setLocale(language)
                .setUnicodeLocaleKeyword("nu", "latn")
                .build();
        NumberFormat format = NumberFormat.getNumberInstance(latinDigits);
        format.setMaximumFractionDigits(1);
        return format.format(number);
    }
}
