package org.dengbej.speech.text.uroman;

import com.ibm.icu.lang.UCharacter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Romanisations that depend on what stands beside them: doubled, lengthened and cancelled sounds, vowels around a consonant. */
final class Contexts {

    private static final Pattern DOUBLED = Pattern.compile("ch|[bcdfghjklmnpqrstwz]");
    private static final Pattern CONSONANTS = Pattern.compile("[bcdfghjklmnpqrstvwxyz]+");
    private static final Pattern CONSONANTS_BUT_Y = Pattern.compile("[bcdfghjklmnpqrstvwxz]+");
    private static final Pattern ENDS_IN_CONSONANT_AND_I = Pattern.compile("[bcdfghjklmnpqrstvwxyz]i$");
    private static final String SMALL_TSU_AND_ADDAK = "っッ\u0A71";
    private static final String SMALL_Y = "ゃゅょャュョ";
    private static final int VOWEL_LENGTHENER = 'ー';
    private static final int THAI_O_ANG = 0x0E2D;
    private static final int COPTIC_GRACE_ACCENT = 0x0300;

    private final Lattice lattice;
    private final Tables tables;

    Contexts(Lattice lattice, Tables tables) {
        this.lattice = lattice;
        this.tables = tables;
    }

    /** The edge of a romanisation, which may cover its neighbours, too. */
    Edge expanded(String romanized, int from, int to) {
        if (romanized.isEmpty()) {
            return edge(from, to, romanized);
        }
        String rom = romanized;
        int start = from;
        int end = to;
        if (lattice.at(start - 1) == Braille.CAPITAL && rom.charAt(0) >= 'a' && rom.charAt(0) <= 'z') {
            return edge(start - 1, end, rom.substring(0, 1).toUpperCase(Locale.ROOT) + rom.substring(1));
        }
        if (start + 1 == end && isUpperCase(rom) && isLowerCase(lattice.at(end))) {
            rom = rom.substring(0, 1) + rom.substring(1).toLowerCase(Locale.ROOT);
        }
        Matcher doubled = DOUBLED.matcher(rom);
        if (isOneOf(lattice.at(start - 1), SMALL_TSU_AND_ADDAK) && doubled.lookingAt()) {
            boolean japanese = lattice.at(start - 1) != '\u0A71';
            rom = (doubled.group().equals("ch") ? japanese ? "t" : "c" : doubled.group()) + rom;
            start--;
        }
        if (script(start).equals("Thai")) {
            Edge thai = thai(rom, start, end);
            if (thai != null) {
                return thai;
            }
        }
        if (lattice.at(end) == COPTIC_GRACE_ACCENT
                && script(end - 1).equals("Coptic")
                && lattice.top(from, end + 1) == null) {
            rom = "e" + rom;
            end++;
        }
        String small = isOneOf(lattice.at(end), SMALL_Y) ? tables.firstTarget(lattice.at(end)) : null;
        if (small != null
                && script(end - 1).equals(script(end))
                && ENDS_IN_CONSONANT_AND_I.matcher(rom).find()
                && lattice.top(from, end + 1) == null
                && lattice.top(start, end + 1) == null) {
            rom = rom.substring(0, rom.length() - 1) + small;
            end++;
        }
        char last = rom.charAt(rom.length() - 1);
        if (lattice.at(end) == VOWEL_LENGTHENER
                && List.of("Hiragana", "Katakana").contains(script(end - 1))
                && "aeiou".indexOf(last) >= 0) {
            return edge(start, end + 1, rom + last);
        }
        if (tables.isVirama(lattice.at(end))) {
            return edge(start, end + 1, rom);
        }
        if (rom.startsWith(" ") && (start == 0 || lattice.at(start - 1) == ' ')) {
            rom = rom.substring(1);
        }
        if (rom.endsWith(" ") && lattice.at(end) == ' ') {
            rom = rom.substring(0, rom.length() - 1);
        }
        return edge(start, end, rom);
    }

    /** Null where Thai has nothing to add. */
    private Edge thai(String rom, int start, int end) {
        boolean single = start + 1 == end;
        int previous = lattice.at(start - 1);
        boolean vowelBefore = tables.isWrittenBeforeItsConsonant(previous);
        if (single && vowelBefore && CONSONANTS.matcher(rom).matches()) {
            for (int suffix = 3; suffix >= 1; suffix--) {
                if (end + suffix <= lattice.length()) {
                    String around = lattice.piece(start - 1, start) + "–" + lattice.piece(end, end + suffix);
                    List<Rule> rules = tables.rules(around);
                    if (!rules.isEmpty()) {
                        return edge(start - 1, end + suffix, rom + rules.get(0).target());
                    }
                }
            }
        }
        String vowel = vowelBefore ? tables.firstTarget(previous) : null;
        if (vowel != null
                && !vowel.isEmpty()
                && script(start - 1).equals("Thai")
                && CONSONANTS.matcher(rom).lookingAt()) {
            return edge(start - 1, end, rom + vowel);
        }
        if (single && lattice.at(start) == THAI_O_ANG && !isBetweenConsonants(start)) {
            return edge(start, end, "");
        }
        return null;
    }

    private boolean isBetweenConsonants(int position) {
        if (!script(position - 1).equals("Thai") || !script(position + 1).equals("Thai")) {
            return false;
        }
        String next = tables.firstTarget(lattice.at(position + 1));
        return CONSONANTS_BUT_Y.matcher(before(position)).matches()
                && next != null
                && CONSONANTS_BUT_Y.matcher(next).matches();
    }

    /** The romanisation that ends at a position, at least a letter of it. */
    private String before(int position) {
        String romanized = "";
        for (int end = position; end > 0 && romanized.isEmpty(); ) {
            Edge edge = lattice.bestTo(end);
            if (edge != null) {
                romanized = edge.text + romanized;
                end = edge.start;
            }
            end--;
        }
        return romanized;
    }

    private String script(int position) {
        return tables.script(lattice.at(position));
    }

    private static Edge edge(int start, int end, String text) {
        return new Edge(start, end, text, Edge.Kind.RULE);
    }

    private static boolean isOneOf(int character, String characters) {
        return character >= 0 && characters.indexOf(character) >= 0;
    }

    private static boolean isLowerCase(int character) {
        return character >= 0 && UCharacter.isULowercase(character);
    }

    private static boolean isUpperCase(String text) {
        return text.codePoints().anyMatch(UCharacter::isUUppercase)
                && text.codePoints().noneMatch(UCharacter::isULowercase);
    }
}
