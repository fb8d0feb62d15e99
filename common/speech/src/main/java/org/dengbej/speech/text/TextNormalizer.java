package org.dengbej.speech.text;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.regex.Pattern;

/**
 * Brings the many ways of writing the same text to one, before it is tokenised: composed letters (Unicode NFC), one kind of
 * apostrophe and hyphen, single blanks, nothing invisible. Training and synthesis both go through here, so that a voice is
 * asked for what it learned.
 */
public final class TextNormalizer {

    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}\\p{Cc}&&[^\\s]]");
    private static final Pattern APOSTROPHES = Pattern.compile("[\u2018\u2019\u201B\u02BC\u02B9\u00B4`\uFF07]");
    private static final Pattern DOUBLE_QUOTES = Pattern.compile("[\u201C\u201D\u201E\u201F\u00AB\u00BB]");
    private static final Pattern HYPHENS = Pattern.compile("[\u2010-\u2015\u2212]");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");

    private TextNormalizer() {}

    public static String normalize(String text) {
        String composed = Normalizer.normalize(text, Form.NFC);
        String visible = INVISIBLE.matcher(composed).replaceAll("");
        String quoted = DOUBLE_QUOTES
                .matcher(APOSTROPHES.matcher(visible).replaceAll("'"))
                .replaceAll("\"");
        String hyphened = HYPHENS.matcher(quoted).replaceAll("-");
        return BLANKS.matcher(hyphened).replaceAll(" ").strip();
    }
}
