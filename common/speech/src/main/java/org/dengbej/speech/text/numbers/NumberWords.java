package org.dengbej.speech.text.numbers;

import com.ibm.icu.text.RuleBasedNumberFormat;
import com.ibm.icu.util.ULocale;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Cardinals and ordinals in words, by the rules of ICU's <a
 * href="https://unicode-org.github.io/icu/userguide/format_parse/numbers/rbnf.html">rule-based number format</a>: its own where it
 * has the language, else ours ({@code kmr.rbnf}, {@code ckb.rbnf}). Not thread-safe formats are guarded.
 */
final class NumberWords {

    /** Above it a number is read digit by digit. */
    static final BigInteger MAX = BigInteger.TEN.pow(12);

    private static final String SOFT_HYPHEN = "\u00AD";

    private final RuleBasedNumberFormat format;
    private final String cardinal;
    private final Optional<String> ordinal;

    private NumberWords(RuleBasedNumberFormat format, String cardinal, Optional<String> ordinal) {
        this.format = format;
        this.cardinal = cardinal;
        this.ordinal = ordinal;
    }

    static NumberWords ofRules(String rules) {
        return new NumberWords(new RuleBasedNumberFormat(rules, ULocale.ROOT), "%cardinal", Optional.of("%ordinal"));
    }

    /** The rules that ICU has for a language; empty where it has none and would answer in another. */
    static Optional<NumberWords> ofIcu(Locale language) {
        RuleBasedNumberFormat format =
                new RuleBasedNumberFormat(ULocale.forLocale(language), RuleBasedNumberFormat.SPELLOUT);
        if (!format.getLocale(ULocale.ACTUAL_LOCALE).getLanguage().equals(language.getLanguage())) {
            return Optional.empty();
        }
        List<String> sets = Arrays.asList(format.getRuleSetNames());
        return first(sets, "%spellout-cardinal", "%spellout-numbering")
                .map(cardinal -> new NumberWords(format, cardinal, first(sets, "%spellout-ordinal")));
    }

    private static Optional<String> first(List<String> sets, String... prefixes) {
        return Arrays.stream(prefixes)
                .flatMap(prefix -> sets.stream().filter(set -> set.startsWith(prefix)))
                .findFirst();
    }

    /** A whole number of at least 0. */
    String cardinal(BigInteger number) {
        return number.compareTo(MAX) > 0 ? digits(number.toString()) : format(number.longValueExact(), cardinal);
    }

    /** The ordinal of a whole number of at least 0; its cardinal where the language's rules have none. */
    String ordinal(BigInteger number) {
        return number.compareTo(MAX) > 0
                ? digits(number.toString())
                : format(number.longValueExact(), ordinal.orElse(cardinal));
    }

    /** Each digit by itself, as a telephone number is read. */
    String digits(String digits) {
        return digits.chars()
                .mapToObj(digit -> format(Character.digit(digit, 10), cardinal))
                .collect(Collectors.joining(" "));
    }

    private synchronized String format(long number, String ruleSet) {
        return format.format(number, ruleSet).replace(SOFT_HYPHEN, "");
    }
}
