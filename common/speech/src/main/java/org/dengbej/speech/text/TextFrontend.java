package org.dengbej.speech.text;

import java.util.Optional;
import java.util.regex.Pattern;
import org.dengbej.speech.text.numbers.Verbalizer;

/**
 * The text front end of a voice: everything between what people write and the tokens of the voice. Words of the user's lexicon, then
 * numbers and abbreviations in words, then each character towards the vocabulary. It changes only what the voice lacks. Training and
 * synthesis both go through here, so that a voice is asked for what it learned.
 */
public final class TextFrontend {

    /** Of the format characters only joiners may be letters of a language. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}\\p{Cc}&&[^\\s\u200C\u200D]]");

    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");

    private final Tokenizer tokenizer;
    private final Optional<Verbalizer> verbalizer;

    public TextFrontend(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        this.verbalizer = Verbalizer.of(tokenizer.language());
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /** A text as the voice speaks it. */
    public SpokenText process(String text) {
        String visible = INVISIBLE.matcher(text).replaceAll("");
        String words = tokenizer.lexicon().apply(visible);
        String spoken =
                verbalizer.map(rules -> rules.verbalize(words, this::reads)).orElse(words);
        SpokenText mapped = tokenizer.map(SPACES.matcher(spoken).replaceAll(" "));
        return new SpokenText(singleSpaced(mapped.text()), mapped.dropped());
    }

    /** A text as it was written, without invisible characters and with single spaces. */
    public static String written(String text) {
        return singleSpaced(INVISIBLE.matcher(text).replaceAll(""));
    }

    private static String singleSpaced(String text) {
        return SPACES.matcher(text).replaceAll(" ").strip();
    }

    private boolean reads(int codePoint) {
        return tokenizer.reads(Character.toString(codePoint));
    }
}
