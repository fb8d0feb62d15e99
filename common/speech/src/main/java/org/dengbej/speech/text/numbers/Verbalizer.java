package org.dengbej.speech.text.numbers;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The written-out form of what is not letters in a text: whole numbers and decimals, ordinals, dates, times, amounts of money, units,
 * percentages, telephone numbers, common abbreviations and symbols (non-standard words, Sproat et al. 2001). Words are those of one
 * language, from its table in this package; what the table lacks stays as it is.
 */
public final class Verbalizer {

    private static final String SPACE = "[\\s\\u00A0\\u202F]";
    private static final String GROUPED = "\\d{1,3}(?:[.,\\u00A0\\u202F ]\\d{3})+(?!\\d)";
    private static final String NUMBER = "(?:" + GROUPED + "|\\d+)";
    private static final String AMOUNT = NUMBER + "(?:[.,]\\d+)?";
    private static final String NOT_INSIDE = "(?<![\\p{L}\\p{N}])";
    private static final Pattern TELEPHONE = Pattern.compile(
            "(?<![\\p{N}.,])(?:\\+\\d{1,3}[ -]?\\(?\\d{2,4}\\)?(?:[ -]?\\d{2,4}){2,4}|0\\d{2,4}(?:[ -]\\d{2,4}){2,4}|0\\d{6,})(?!\\d)");
    private static final Pattern ISO_DATE = Pattern.compile("(?<!\\d)(\\d{4})-(\\d{1,2})-(\\d{1,2})(?!\\d)");
    private static final Pattern DATE = Pattern.compile("(?<!\\d)(\\d{1,2})([./])(\\d{1,2})\\2(\\d{4})(?!\\d)");
    private static final Pattern TIME = Pattern.compile("(?<!\\d)([01]?\\d|2[0-4]):([0-5]\\d)(?!\\d)");
    private static final Pattern PERCENT =
            Pattern.compile("([%‰٪])" + SPACE + "?(" + AMOUNT + ")|(" + AMOUNT + ")" + SPACE + "?([%‰٪])");
    private static final Pattern DEGREES = Pattern.compile("(%s)%s?°C?".formatted(AMOUNT, SPACE));
    private static final Pattern SIGNED = Pattern.compile("(?<![\\p{L}\\p{N})])([-−–+])(?=\\d)");
    private static final Pattern SUFFIXED = Pattern.compile("(%s)(['’ʼ]?)(\\p{L}[\\p{L}\\p{M}]*)".formatted(AMOUNT));
    private static final Pattern PLAIN = Pattern.compile(AMOUNT);

    private final NumberWords words;
    private final Properties table;
    private final Pattern currencyBefore;
    private final Pattern currencyAfter;
    private final Pattern unit;
    private final Map<String, String> abbreviations;
    private final Map<String, String> symbols;

    private Verbalizer(NumberWords words, Properties table) {
        this.words = words;
        this.table = table;
        String currencies = alternatives(entries("currency.").keySet().stream().toList());
        currencyBefore = Pattern.compile("(%s)%s?(%s)".formatted(currencies, SPACE, AMOUNT));
        currencyAfter = Pattern.compile("(%s)%s?(%s)(?![\\p{L}\\p{N}])".formatted(AMOUNT, SPACE, currencies));
        unit = Pattern.compile("(%s)%s?(%s)(?![\\p{L}\\p{N}])"
                .formatted(
                        AMOUNT,
                        SPACE,
                        alternatives(entries("unit.").keySet().stream().toList())));
        abbreviations = entries("abbreviation.");
        symbols = entries("symbol.");
    }

    /**
     * The verbalizer of a language; empty where there are no rules for its numbers.
     *
     * @param language ISO 639-1 or 639-3, e.g. {@code kmr}, {@code ckb}, {@code tr}, with or without a script as the MMS voices name it
     *                 ({@code kmr-script_latin})
     */
    public static Optional<Verbalizer> of(String language) {
        String code = language.replaceFirst("[-_].*", "").toLowerCase(Locale.ROOT);
        if (code.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> rules = resource(code + ".rbnf");
        Optional<NumberWords> words = rules.map(NumberWords::ofRules).or(() -> NumberWords.ofIcu(locale(code)));
        Properties table = new Properties();
        resource(code + ".properties")
                .or(() -> resource(locale(code).getLanguage() + ".properties"))
                .ifPresent(text -> load(table, text));
        return words.map(known -> new Verbalizer(known, table));
    }

    /** ICU has its languages under the code of two letters where there is one. */
    private static Locale locale(String code) {
        for (String two : Locale.getISOLanguages()) {
            if (Locale.forLanguageTag(two).getISO3Language().equals(code)) {
                return Locale.forLanguageTag(two);
            }
        }
        return Locale.forLanguageTag(code);
    }

    private static Optional<String> resource(String name) {
        try (InputStream in = Verbalizer.class.getResourceAsStream(name)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void load(Properties table, String text) {
        try {
            table.load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> entries(String prefix) {
        return table.stringPropertyNames().stream()
                .filter(name -> name.startsWith(prefix))
                .collect(Collectors.toMap(name -> name.substring(prefix.length()), table::getProperty));
    }

    private static String alternatives(List<String> words) {
        return words.isEmpty()
                ? "(?!)"
                : words.stream()
                        .sorted(Comparator.comparing(String::length).reversed())
                        .map(Pattern::quote)
                        .collect(Collectors.joining("|"));
    }

    /**
     * Writes out what a voice cannot read.
     *
     * @param readable whether the voice reads a character (a code point) as it is: such numbers and symbols stay
     */
    public String verbalize(String text, Predicate<Integer> readable) {
        String western = westernDigits(text, readable);
        String expanded = expandAbbreviations(western);
        if ("0123456789".chars().allMatch(readable::test)) {
            return expandSymbols(expanded, readable);
        }
        String result = replace(TELEPHONE, expanded, match -> telephone(match.group()));
        result =
                replace(ISO_DATE, result, match -> date(match.group(3), match.group(2), match.group(1), match.group()));
        result = replace(DATE, result, match -> date(match.group(1), match.group(3), match.group(4), match.group()));
        result = replace(TIME, result, match -> time(match.group(1), match.group(2)));
        result = replace(SIGNED, result, match -> sign(match.group(1)));
        result = replace(PERCENT, result, this::percent);
        result = replace(currencyBefore, result, match -> amount(match.group(2)) + " " + currency(match.group(1)));
        result = replace(currencyAfter, result, match -> amount(match.group(1)) + " " + currency(match.group(2)));
        result = replace(DEGREES, result, match -> pattern("degrees", match.group(1), match.group()));
        result = replace(
                unit, result, match -> amount(match.group(1)) + " " + table.getProperty("unit." + match.group(2)));
        result = replace(SUFFIXED, result, this::suffixed);
        result = replace(PLAIN, result, match -> amount(match.group()));
        return expandSymbols(result, readable);
    }

    private static String replace(Pattern pattern, String text, Function<MatchResult, String> words) {
        return pattern.matcher(text).replaceAll(match -> Matcher.quoteReplacement(words.apply(match)));
    }

    /** Arabic, Persian and other decimal digits become 0 to 9, unless the voice reads them as they are. */
    private static String westernDigits(String text, Predicate<Integer> readable) {
        StringBuilder western = new StringBuilder();
        text.codePoints().forEach(c -> {
            boolean digit = Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER && !readable.test(c);
            western.appendCodePoint(digit ? '0' + Character.digit(c, 10) : c);
        });
        return western.toString().replaceAll("(?<=\\d)٫(?=\\d)", ",").replaceAll("(?<=\\d)٬(?=\\d)", ".");
    }

    private String expandAbbreviations(String text) {
        String result = text;
        List<Map.Entry<String, String>> longestFirst = abbreviations.entrySet().stream()
                .sorted(Comparator.comparing(entry -> -entry.getKey().length()))
                .toList();
        for (Map.Entry<String, String> entry : longestFirst) {
            Pattern word = Pattern.compile(NOT_INSIDE + Pattern.quote(entry.getKey()) + "(?![\\p{L}\\p{N}])");
            result = replace(word, result, match -> entry.getValue());
        }
        return result;
    }

    private String expandSymbols(String text, Predicate<Integer> readable) {
        String result = text;
        for (Map.Entry<String, String> entry : symbols.entrySet()) {
            if (!readable.test(entry.getKey().codePointAt(0))) {
                result = result.replace(entry.getKey(), " " + entry.getValue() + " ");
            }
        }
        return result;
    }

    private String telephone(String written) {
        String plus = written.startsWith("+") && table.containsKey("plus") ? table.getProperty("plus") + " " : "";
        return plus + words.digits(written.replaceAll("\\D", ""));
    }

    private String date(String day, String month, String year, String written) {
        int number = Integer.parseInt(month);
        if (number < 1 || number > 12 || Integer.parseInt(day) > 31 || !table.containsKey("months")) {
            return written;
        }
        String yearSuffix = table.getProperty(year.endsWith("1") ? "date.year.suffix.after.one" : "date.year.suffix");
        return MessageFormat.format(
                table.getProperty("date"),
                attach(cardinal(day), table.getProperty("date.day.suffix")),
                table.getProperty("months").split(",")[number - 1],
                attach(cardinal(year), yearSuffix));
    }

    private String time(String hour, String minute) {
        return Integer.parseInt(minute) == 0
                ? MessageFormat.format(table.getProperty("time.hour", "{0}"), cardinal(hour))
                : MessageFormat.format(table.getProperty("time", "{0} {1}"), cardinal(hour), cardinal(minute));
    }

    private String percent(MatchResult match) {
        String sign = match.group(1) == null ? match.group(4) : match.group(1);
        String number = match.group(1) == null ? match.group(3) : match.group(2);
        return pattern(sign.equals("‰") ? "permille" : "percent", number, match.group());
    }

    private String pattern(String name, String number, String written) {
        return table.containsKey(name)
                ? MessageFormat.format(table.getProperty(name), amount(number))
                : written.replace(number, amount(number));
    }

    private String currency(String written) {
        return table.getProperty("currency." + written);
    }

    private String sign(String written) {
        String name = written.equals("+") ? "plus" : "minus";
        return table.containsKey(name) ? table.getProperty(name) + " " : written;
    }

    /** A number with an ending: an ordinal's, or one that belongs to its last word. */
    private String suffixed(MatchResult match) {
        String ending = match.group(3);
        List<String> ordinals =
                List.of(table.getProperty("ordinal.suffixes", "").split(","));
        if (ordinals.contains(ending) && match.group(1).matches("\\d+")) {
            return words.ordinal(new BigInteger(match.group(1))) + (ending.startsWith("em") ? ending.substring(2) : "");
        }
        boolean ownWord = match.group(2).isEmpty() && ending.length() > 3;
        return ownWord ? amount(match.group(1)) + " " + ending : attach(amount(match.group(1)), ending);
    }

    /** An ending on a word; a glide stands between two vowels. */
    private String attach(String word, String ending) {
        if (ending == null || ending.isEmpty()) {
            return word;
        }
        String vowels = table.getProperty("vowels", "");
        boolean clash = vowels.indexOf(word.charAt(word.length() - 1)) >= 0 && vowels.indexOf(ending.charAt(0)) >= 0;
        return word + (clash ? table.getProperty("glide", "") : "") + ending;
    }

    private String cardinal(String digits) {
        return words.cardinal(new BigInteger(digits));
    }

    /** A whole or decimal number, with or without separators between groups of three digits. */
    private String amount(String written) {
        Matcher grouped = Pattern.compile("(" + GROUPED + ")(?:[.,](\\d+))?").matcher(written);
        if (grouped.matches()) {
            return decimal(grouped.group(1).replaceAll("\\D", ""), grouped.group(2));
        }
        String[] parts = written.split("[.,]", 2);
        return decimal(parts[0], parts.length == 2 ? parts[1] : null);
    }

    /** Zeros before a number are read, since they are part of a code. */
    private String decimal(String whole, String fraction) {
        String before = whole.length() > 1 && whole.startsWith("0") ? words.digits(whole) : cardinal(whole);
        if (fraction == null) {
            return before;
        }
        boolean byDigit = fraction.startsWith("0") || fraction.length() > 3;
        return "%s %s %s"
                .formatted(
                        before,
                        table.getProperty("decimal.word", "."),
                        byDigit ? words.digits(fraction) : cardinal(fraction));
    }
}
