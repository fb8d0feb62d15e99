package org.dengbej.speech.text.uroman;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterCategory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** uroman's published tables, read as they are. */
final class Tables {

    private static final Map<String, Rule.Place> PLACES = Map.of(
            "use-only-at-start-of-word", Rule.Place.START,
            "dont-use-at-start-of-word", Rule.Place.NOT_START,
            "use-only-at-end-of-word", Rule.Place.END,
            "dont-use-at-end-of-word", Rule.Place.NOT_END,
            "use-only-for-whole-word", Rule.Place.WHOLE_WORD);
    private static final List<String> WITHOUT_TARGET = List.of(
            "num",
            "is-minus-sign",
            "is-plus-sign",
            "is-decimal-point",
            "is-large-power",
            "fraction-connector",
            "percentage-marker",
            "int-frac-connector");
    private static final Pattern KAYAH = Pattern.compile("kayah\\s+(\\S+)\\s*$");
    private static final Pattern KIKAKUI = Pattern.compile("m\\d+\\s+(\\S+)\\s*$");
    private static final Pattern WORDS = Pattern.compile("\\S\\s+\\S");
    private static final String THAI_CANCELLATION = "\u0E4C";

    private final Map<String, List<Rule>> rules = new HashMap<>();
    private final Set<String> prefixes = new HashSet<>();
    private final Map<Integer, String> names = new HashMap<>();
    private final Map<Integer, String> scripts = new HashMap<>();
    private final Map<String, List<String>> abugidaVowels = new HashMap<>();
    private final Map<Integer, NumberSymbol> numbers = new HashMap<>();
    private final Set<Integer> vowelSigns = new HashSet<>();
    private final Set<Integer> medialConsonantSigns = new HashSet<>();
    private final Set<Integer> viramas = new HashSet<>();
    private final Set<Integer> toneMarks = new HashSet<>();
    private final Map<Integer, String> syllableInfo = new HashMap<>();
    private final Set<String> minusSigns = new HashSet<>();
    private final Set<String> plusSigns = new HashSet<>();
    private final Set<String> fractionConnectors = new HashSet<>();

    private Tables() {}

    static Tables read() {
        Tables tables = new Tables();
        lines("romanization-auto-table.txt", line -> tables.addRule(Slots.of(line), true));
        tables.addCancelledThai();
        lines("UnicodeDataOverwrite.txt", line -> tables.addOverwrite(Slots.of(line)));
        lines("romanization-table.txt", line -> tables.addRule(Slots.of(line), false));
        lines("Chinese_to_Pinyin.txt", tables::addPinyin);
        lines("Scripts.txt", line -> tables.addScript(Slots.of(line)));
        lines("UnicodeDataProps.txt", line -> tables.addProperties(Slots.of(line)));
        ObjectMapper json = new ObjectMapper();
        lines("NumProps.jsonl", line -> {
            try {
                var number = json.readTree(line);
                tables.numbers.put(number.path("txt").asText().codePointAt(0), NumberSymbol.of(number));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return tables;
    }

    private static void lines(String name, Consumer<String> each) {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(Tables.class.getResourceAsStream(name), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.startsWith("#") && !line.isBlank()) {
                    each.accept(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void addOverwrite(Slots slots) {
        String code = slots.text("u");
        if (code == null || !code.matches("[0-9A-Fa-f]{1,6}")) {
            return;
        }
        int character = Integer.parseInt(code, 16);
        if (slots.get("name") != null && !slots.get("name").isEmpty()) {
            names.put(character, slots.get("name"));
        }
        if (slots.get("tone-mark") != null && !slots.get("tone-mark").isEmpty()) {
            toneMarks.add(character);
        }
        if (slots.get("syllable-info") != null && !slots.get("syllable-info").isEmpty()) {
            syllableInfo.put(character, slots.get("syllable-info"));
        }
        add(Character.toString(character), slots.text("r"), null, slots, true);
    }

    private void addRule(Slots slots, boolean derived) {
        String source = slots.text("s");
        if (source != null) {
            add(source, slots.text("t"), slots.text("t-end-of-syllable"), slots, derived);
        }
    }

    private void add(String source, String target, String endOfSyllable, Slots slots, boolean replaceable) {
        if (slots.has("is-minus-sign")) {
            minusSigns.add(source);
        }
        if (slots.has("is-plus-sign")) {
            plusSigns.add(source);
        }
        if (slots.get("fraction-connector") != null) {
            fractionConnectors.add(source);
        }
        boolean useful = target != null || WITHOUT_TARGET.stream().anyMatch(slots::has);
        if (!useful) {
            return;
        }
        Set<Rule.Place> places = EnumSet.noneOf(Rule.Place.class);
        PLACES.forEach((name, place) -> {
            if (slots.has(name)) {
                places.add(place);
            }
        });
        if (slots.get("lcode") != null && !slots.get("lcode").isEmpty()) {
            places.add(Rule.Place.ONE_LANGUAGE);
        }
        registerPrefixes(source);
        Rule rule = new Rule(filtered(source, target), endOfSyllable, replaceable, places);
        List<Rule> known = rules.computeIfAbsent(source, key -> new ArrayList<>());
        if (known.size() == 1 && known.get(0).replaceable() && places.isEmpty()) {
            known.clear();
        }
        known.add(rule);
    }

    /** Some targets that were derived from names hold the name's rest, or are no romanisation at all. */
    private String filtered(String source, String target) {
        if (target == null || !target.contains(" ")) {
            return target;
        }
        String name = source.codePointCount(0, source.length()) == 1 ? name(source.codePointAt(0)) : "";
        Matcher kayah = KAYAH.matcher(target);
        if (name.contains("MYANMAR VOWEL SIGN KAYAH") && kayah.find()) {
            return kayah.group(1);
        }
        Matcher kikakui = KIKAKUI.matcher(target);
        if (name.contains("MENDE KIKAKUI SYLLABLE") && kikakui.find()) {
            return kikakui.group(1);
        }
        return WORDS.matcher(target).find() ? source : target;
    }

    private void registerPrefixes(String source) {
        for (int end = source.length(); end > 0; end = source.offsetByCodePoints(end, -1)) {
            if (!prefixes.add(source.substring(0, end))) {
                return; // whoever added it added what it begins with
            }
        }
    }

    /** A letter under Thai's cancellation mark is silent, with the vowel sign that it carries. */
    private void addCancelledThai() {
        for (char letter = 0x0E01; letter < 0x0E4C; letter++) {
            addCancelled(letter + THAI_CANCELLATION);
        }
        String vowels = "\u0E31\u0E47\u0E33\u0E34\u0E35\u0E36\u0E37\u0E38\u0E39\u0E3A";
        for (char consonant = 0x0E01; consonant < 0x0E2F; consonant++) {
            for (int i = 0; i < vowels.length(); i++) {
                addCancelled("" + consonant + vowels.charAt(i) + THAI_CANCELLATION);
            }
        }
    }

    private void addCancelled(String source) {
        if (rules(source).isEmpty()) {
            rules.computeIfAbsent(source, key -> new ArrayList<>()).add(Rule.of(""));
            registerPrefixes(source);
        }
    }

    private void addPinyin(String line) {
        String[] columns = line.strip().split("\\s+");
        if (columns.length == 2) {
            String plain = Normalizer.normalize(columns[1], Form.NFD).replaceAll("\\p{M}", "");
            rules.computeIfAbsent(columns[0], key -> new ArrayList<>()).add(Rule.of(plain));
            registerPrefixes(columns[0]);
        }
    }

    private void addScript(Slots slots) {
        String vowels = slots.get("abugida-default-vowel");
        if (slots.get("script-name") != null && vowels != null && !vowels.isEmpty()) {
            abugidaVowels.put(slots.get("script-name").toLowerCase(Locale.ROOT), List.of(vowels.split("[,;]\\s*")));
        }
    }

    private void addProperties(Slots slots) {
        String script = slots.get("script-name");
        if (script != null) {
            each(slots.get("char"), character -> scripts.put(character, script));
            each(slots.get("numeral"), character -> scripts.put(character, script));
            each(slots.get("vowel-sign"), vowelSigns::add);
            each(slots.get("medial-consonant-sign"), medialConsonantSigns::add);
            each(slots.get("sign-virama"), viramas::add);
        }
    }

    private static void each(String characters, Consumer<Integer> consumer) {
        if (characters != null) {
            characters.codePoints().forEach(consumer::accept);
        }
    }

    /** In the order in which the tables have them. */
    List<Rule> rules(String source) {
        return rules.getOrDefault(source, List.of());
    }

    /** The target of the first rule; null where there is none. */
    String firstTarget(int character) {
        List<Rule> of = rules(Character.toString(character));
        return of.isEmpty() ? null : of.get(0).target();
    }

    /** True when some rule's source begins with a text. */
    boolean isPrefix(String text) {
        return prefixes.contains(text);
    }

    /** Unicode's name; empty where there is none. */
    String name(int character) {
        String name = character < 0 ? null : UCharacter.getName(character);
        return name == null || UCharacter.getType(character) == UCharacterCategory.PRIVATE_USE
                ? names.getOrDefault(character, "")
                : name;
    }

    /** Empty where the tables do not say. */
    String script(int character) {
        return scripts.getOrDefault(character, "");
    }

    /** Vowels that a consonant has by itself, the usual one first; empty for a script that writes them. */
    List<String> abugidaVowels(String script) {
        return abugidaVowels.getOrDefault(script.toLowerCase(Locale.ROOT), List.of());
    }

    /** Null for a character that is no number. */
    NumberSymbol number(int character) {
        return numbers.get(character);
    }

    boolean isVowelSign(int character) {
        return vowelSigns.contains(character);
    }

    boolean isMedialConsonantSign(int character) {
        return medialConsonantSigns.contains(character);
    }

    boolean isVirama(int character) {
        return viramas.contains(character);
    }

    boolean isToneMark(int character) {
        return toneMarks.contains(character);
    }

    /** True when a vowel is written before its consonant and spoken after it, as in Thai. */
    boolean isWrittenBeforeItsConsonant(int character) {
        return "written-pre-consonant-spoken-post-consonant".equals(syllableInfo.get(character));
    }

    Set<String> minusSigns() {
        return minusSigns;
    }

    Set<String> plusSigns() {
        return plusSigns;
    }

    Set<String> fractionConnectors() {
        return fractionConnectors;
    }
}
